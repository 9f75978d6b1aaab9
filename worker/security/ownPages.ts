import { ProblemException } from '../http/problem.ts'

const reads = new Set(['GET', 'HEAD'])

/** A socket opens with a GET, from any page, and then carries what it likes: it counts as a change. */
const mayChange = (request: Request) => !reads.has(request.method) || request.headers.get('upgrade') !== null

/**
 * A browser sends what it keeps of a person along with whatever a page asks for, so a request that may change something must come from our
 * own pages: its `Origin` says so, and `Sec-Fetch-Site` where the browser sends that.
 */
export function requireOwnPages(request: Request): void {
  if (!mayChange(request)) return
  const isOwn = request.headers.get('origin') === new URL(request.url).origin
  if (isOwn && (request.headers.get('sec-fetch-site') ?? 'same-origin') === 'same-origin') return
  throw new ProblemException(
    'forbidden',
    'A request with a browser’s session must come from this server’s own pages.',
  )
}

/** Signing somebody in from another site’s page would make them work under a name that is not theirs. Programs send no `Origin`. */
export function refuseOtherPages(request: Request): void {
  if (request.headers.has('origin') || request.headers.has('sec-fetch-site')) requireOwnPages(request)
}
