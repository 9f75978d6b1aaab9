import type { Redirects } from '../../shared/graph/nodes/action.ts'
import type { Settings } from '../objects/ports.ts'

type Hosts = Settings['hosts']
type Hop = { url: URL; headers: Headers; target: Hosts[string] }

/** An answer to a call, and how far it was followed already. */
type Followed = {
  url: URL
  headers: Headers
  /** The call's own host. */
  host: string
  hops: number
  redirects: Redirects
  hosts: Hosts
}

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
/** What goes along to another origin: nothing that could be a credential. */
const impersonal: ReadonlySet<string> = new Set(['accept', 'accept-language', 'user-agent', 'traceparent'])

type NextHop = { ok: true; hop: Hop } | { ok: false; kind: 'policy' | 'http'; message: string }

/** The request that a redirect leads to; why it is not followed; null for any other answer. */
export function nextHop(response: Response, followed: Followed): NextHop | null {
  const location = response.headers.get('location')
  if (location === null || !redirectStatuses.has(response.status)) return null
  const { url, headers, host, hops, redirects, hosts } = followed
  if (hops >= redirects.max) return { ok: false, kind: 'http', message: `more than ${redirects.max} times.` }
  const next = URL.canParse(location, url.href) ? new URL(location, url) : null
  if (!next) return { ok: false, kind: 'http', message: 'the address is none.' }
  next.hash = ''
  const names = [host, ...(redirects.hosts ?? [])]
  const target = names
    .map((name) => (Object.hasOwn(hosts, name) ? hosts[name] : undefined))
    .find((candidate) => candidate && isUnder(next, candidate.baseUrl))
  if (!target) {
    const message = `${next.origin} is none of the hosts that the action names (${names.join(', ')}).`
    return { ok: false, kind: 'policy', message }
  }
  return { ok: true, hop: { url: next, headers: headersFor(next, url, headers), target } }
}

function isUnder(url: URL, baseUrl: string): boolean {
  const base = new URL(baseUrl)
  const prefix = base.pathname.replace(/\/+$/, '')
  // The path must not name its way out in another spelling, as it must not in a call.
  const isPlain = !/%2f|%5c|%2e/i.test(url.pathname)
  return (
    url.origin === base.origin &&
    (url.pathname === prefix || url.pathname.startsWith(`${prefix}/`)) &&
    isPlain
  )
}

function headersFor(next: URL, from: URL, headers: Headers): Headers {
  if (next.origin === from.origin) return headers
  return new Headers([...headers].filter(([name]) => impersonal.has(name)))
}
