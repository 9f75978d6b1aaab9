/** The browser's session: unreadable by scripts, never sent along by another site. */
const name = (secure: boolean) => (secure ? '__Host-pavane_session' : 'pavane_session')

const isSecure = (url: string) => new URL(url).protocol === 'https:'

/** The `Set-Cookie` value that starts a session. A local server speaks plain HTTP, where `Secure` would lose the cookie. */
export function setSessionCookie(url: string, credential: string, maxAgeSeconds: number): string {
  const secure = isSecure(url)
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Strict', `Max-Age=${maxAgeSeconds}`]
  return [`${name(secure)}=${credential}`, ...attributes, ...(secure ? ['Secure'] : [])].join('; ')
}

/** The `Set-Cookie` value that ends a session. */
export const clearSessionCookie = (url: string) => setSessionCookie(url, '', 0)

/** The session credential that a request carries. */
export function readSessionCookie(request: Request): string | null {
  const wanted = name(isSecure(request.url))
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [key = '', value = ''] = pair.trim().split('=', 2)
    if (key === wanted && value !== '') return value
  }
  return null
}
