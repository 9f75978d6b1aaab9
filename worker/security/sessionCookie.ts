import { WorkspaceName } from '../../shared/graph/ids.ts'
import { flowSeconds } from './signInFlow.ts'

/**
 * A cookie of ours. `lax` ones come along when another site sends the browser here, as a provider does after sign-in; `strict` ones never do.
 * A local server speaks plain HTTP, where `Secure` and `__Host-` would lose the cookie.
 */
type Cookie = { name: string; sameSite: 'Strict' | 'Lax' }

const session: Cookie = { name: 'pavane_session', sameSite: 'Strict' }
const workspace: Cookie = { name: 'pavane_workspace', sameSite: 'Strict' }
const flow: Cookie = { name: 'pavane_sign_in', sameSite: 'Lax' }

const isSecure = (url: string) => new URL(url).protocol === 'https:'
const fullName = ({ name }: Cookie, url: string) => (isSecure(url) ? `__Host-${name}` : name)

function setCookie(cookie: Cookie, url: string, value: string, maxAgeSeconds: number): string {
  const attributes = ['Path=/', 'HttpOnly', `SameSite=${cookie.sameSite}`, `Max-Age=${maxAgeSeconds}`]
  return [`${fullName(cookie, url)}=${value}`, ...attributes, ...(isSecure(url) ? ['Secure'] : [])].join('; ')
}

function readCookie(cookie: Cookie, request: Request): string | null {
  const wanted = fullName(cookie, request.url)
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [key = '', value = ''] = pair.trim().split('=', 2)
    if (key === wanted && value !== '') return value
  }
  return null
}

/** The `Set-Cookie` value that starts a session: unreadable by scripts, never sent along by another site. */
export const setSessionCookie = (url: string, credential: string, maxAgeSeconds: number) =>
  setCookie(session, url, credential, maxAgeSeconds)

/** The `Set-Cookie` value that ends a session. */
export const clearSessionCookie = (url: string) => setCookie(session, url, '', 0)

/** The session credential that a request carries. */
export const readSessionCookie = (request: Request) => readCookie(session, request)

/** The `Set-Cookie` value that remembers where somebody without a session goes on: whom Cloudflare Access vouches for has none. */
export const setWorkspaceCookie = (url: string, name: WorkspaceName) =>
  setCookie(workspace, url, name, 400 * 24 * 60 * 60)

/** The workspace that a browser was last in; it says nothing of who may enter. */
export function readWorkspaceCookie(request: Request): WorkspaceName | null {
  const name = WorkspaceName.safeParse(readCookie(workspace, request))
  return name.success ? name.data : null
}

/** The `Set-Cookie` value that remembers a sign-in at a provider until it is done. */
export const setFlowCookie = (url: string, sealed: string) => setCookie(flow, url, sealed, flowSeconds)

/** The `Set-Cookie` value that forgets it. */
export const clearFlowCookie = (url: string) => setCookie(flow, url, '', 0)

/** The sealed flow that a request carries. */
export const readFlowCookie = (request: Request) => readCookie(flow, request)
