import type { ReachEffect } from '../../shared/engine/effect.ts'
import { isLocal } from '../env.ts'
import type { Calling } from './executor.ts'
import { send } from './send.ts'

const timeoutMs = 5000

/** Whether a host answers: to a HEAD of its base address, with anything at all. One whose breaker is open does not. */
export async function reach(
  { env, settings, breakers, trace, signal }: Calling,
  { host }: ReachEffect,
): Promise<{ reachable: boolean; message: string }> {
  const heldBackMs = breakers.heldBackMs(host)
  if (heldBackMs !== null) {
    const seconds = Math.ceil(heldBackMs / 1000)
    return {
      reachable: false,
      message: `${host} failed too often lately; it is tried again in ${seconds} seconds.`,
    }
  }
  const known = Object.hasOwn(settings.hosts, host) ? settings.hosts[host] : undefined
  if (known?.sandbox && isLocal(env))
    return { reachable: true, message: `${host} is an app of the sandbox, which is here.` }
  const outgoing = {
    host,
    method: 'HEAD',
    accepts: 'any' as const,
    render: (baseUrl: string) => ({
      ok: true as const,
      url: new URL(baseUrl),
      headers: new Headers(),
      body: null,
    }),
  }
  const context = { env, hosts: settings.hosts, breakers, breaker: null, trace, timeoutMs, signal }
  const sent = await send(outgoing, { ...context, scope: {}, secrets: {}, masks: {} })
  return sent.ok
    ? { reachable: true, message: `${host} answered ${sent.status}.` }
    : { reachable: false, message: sent.error.message }
}
