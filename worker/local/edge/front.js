// Runs in workerd, around the Worker: what Cloudflare's edge does for a deployed one, with the files of the build.

/** @typedef {{ pattern: string, headers: Record<string, string> }} HeaderRule */
/** @typedef {{ fetch(request: Request | string, init?: RequestInit): Promise<Response> }} Service */
/** @typedef {{ PAVANE_ORIGIN: string, DISK: Service, RUN_WORKER_FIRST: string[], HEADER_RULES: HeaderRule[] }} Env */
/** @typedef {(request: Request, env: Env, context: unknown) => Response | Promise<Response>} Handler */

/** @type {Record<string, string>} */
const contentTypes = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
  webp: 'image/webp',
  woff2: 'font/woff2',
}

const matches = (/** @type {string} */ pattern, /** @type {string} */ path) =>
  pattern.split('*').length > 1 ? path.startsWith(pattern.slice(0, pattern.indexOf('*'))) : path === pattern

/** @param {Env} env @param {string} path @param {string} method */
async function asset(env, path, method) {
  const extension = path.split('.').pop() ?? ''
  const contentType = contentTypes[extension]
  // A path without a known ending may name a folder, of which the disk service would list the files.
  if (!contentType) return undefined
  const found = await env.DISK.fetch(`http://disk${path}`, { method })
  if (found.status !== 200) return undefined
  const headers = new Headers({ 'content-type': contentType, 'cache-control': 'no-cache' })
  const length = found.headers.get('content-length')
  if (length) headers.set('content-length', length)
  for (const rule of env.HEADER_RULES) {
    if (!matches(rule.pattern, path)) continue
    for (const [name, value] of Object.entries(rule.headers)) headers.set(name, value)
  }
  return new Response(found.body, { headers })
}

/**
 * A request as the browser sent it. What stands in front of this server speaks TLS with the browser and plain HTTP from there on, by
 * whatever host name; cookies and the check of where a request comes from go by the address that people use.
 * @param {Request} request @param {string} origin
 */
const asSent = (request, origin) => {
  if (!origin.startsWith('https:')) return request
  const { pathname, search } = new URL(request.url)
  return new Request(`${origin}${pathname}${search}`, request)
}

/**
 * The Worker with the edge around it, in one isolate: a request that is the Worker's costs no hop.
 * @param {{ fetch: Handler }} app
 * @returns {{ fetch: Handler }}
 */
export const atEdge = (app) => ({
  async fetch(request, env, context) {
    const toApp = () => app.fetch(asSent(request, env.PAVANE_ORIGIN), env, context)
    if (request.method !== 'GET' && request.method !== 'HEAD') return toApp()
    const { pathname } = new URL(request.url)
    if (env.RUN_WORKER_FIRST.some((pattern) => matches(pattern, pathname))) return toApp()
    const path = pathname === '/' ? '/index.html' : pathname
    const isNavigation = request.headers.get('accept')?.includes('text/html') ?? false
    return (
      (await asset(env, path, request.method)) ??
      (isNavigation ? await asset(env, '/index.html', request.method) : undefined) ??
      toApp()
    )
  },
})
