/** What of an address comes after a host's base address; null when it is not under it. */
export function underHost(baseUrl: string, url: URL): string | null {
  const base = new URL(baseUrl)
  const prefix = base.pathname.replace(/\/+$/, '')
  if (url.origin !== base.origin || !url.pathname.startsWith(`${prefix}/`)) return null
  return `${url.pathname.slice(prefix.length)}${url.search}`
}

/** The address of a path under a host; null when it would lead outside of it. */
export function addressUnder(baseUrl: string, path: string): URL | null {
  const url = URL.parse(`${baseUrl.replace(/\/+$/, '')}${path}`)
  return url !== null && underHost(baseUrl, url) !== null ? url : null
}
