import type { Callbacks } from '../../../shared/graph/callback.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { underHost } from '../../http/underHost.ts'
import type { Settings } from '../ports.ts'
import type { HostReceiver } from './CallbackTable.ts'

const mostCharacters = 2000

/**
 * The address that a caller names for the end of its run (`Pavane-Callback`), as a path under one of the hosts that the loop allows for it;
 * null when the caller names none.
 */
export function readCallback(
  header: string | undefined,
  callbacks: Callbacks | undefined,
  hosts: Settings['hosts'],
): Answer<HostReceiver | null> {
  if (header === undefined) return answer(null)
  const { callerHosts = [], secret = '' } = callbacks ?? {}
  const url = header.length > mostCharacters ? null : URL.parse(header)
  if (url === null) return refused('Pavane-Callback is no URL.')
  if (url.username !== '' || url.password !== '' || url.hash !== '')
    return refused('Pavane-Callback holds a user name, a password or a fragment.')
  for (const host of callerHosts) {
    const { baseUrl } = (Object.hasOwn(hosts, host) ? hosts[host] : undefined) ?? {}
    const path = baseUrl === undefined ? null : underHost(baseUrl, url)
    if (path !== null) return answer({ type: 'host', host, path, secret })
  }
  return refused('Pavane-Callback is at no host that this loop allows for it.')
}

const refused = (message: string) =>
  refuse('callback-refused', message, { errors: [{ pointer: '', header: 'Pavane-Callback', message }] })
