import type { Scope } from '../../shared/engine/effect.ts'
import { render, renderText } from '../../shared/expr/template.ts'
import type { HttpCall } from '../../shared/graph/nodes/action.ts'

/** A request ready to leave, or why it must not. */
export type RenderedRequest =
  | { ok: true; url: URL; headers: Headers; body: string | null }
  | { ok: false; kind: 'expression' | 'configuration'; message: string }

type Fault = Extract<RenderedRequest, { ok: false }>

const fault = (kind: Fault['kind'], message: string): Fault => ({ ok: false, kind, message })

/** Headers that belong to the connection or to this server. */
const reserved =
  /^(host|content-length|connection|transfer-encoding|upgrade|te|trailer|expect|traceparent|cf-.*)$/

// oxlint-disable-next-line no-control-regex -- control characters are what this looks for
const control = /[\u0000-\u001f\u007f]/

/** Renders a call over its scope. The address stays under the host's own origin and path, whatever the values are. */
export function renderRequest(call: HttpCall, baseUrl: string, scope: Scope): RenderedRequest {
  const address = renderAddress(call, baseUrl, scope)
  if (!address.ok) return address
  const headers = renderHeaders(call, scope)
  if (!headers.ok) return headers
  const body = renderBody(call, scope)
  if (!body.ok) return body
  if (body.text !== null && !headers.headers.has('content-type'))
    headers.headers.set('content-type', 'application/json')
  return { ok: true, url: address.url, headers: headers.headers, body: body.text }
}

function renderAddress(
  { path, query = {} }: HttpCall,
  baseUrl: string,
  scope: Scope,
): Fault | { ok: true; url: URL } {
  const rendered = renderText(path, scope)
  if (!rendered.ok) return fault('expression', `The path: ${rendered.error}`)
  const unsafe = unsafePath(rendered.value)
  if (unsafe) return fault('configuration', `The path ${unsafe}.`)
  const base = new URL(baseUrl)
  const prefix = base.pathname.replace(/\/+$/, '')
  const url = new URL(`${base.origin}${prefix}${rendered.value}`)
  if (url.origin !== base.origin || !url.pathname.startsWith(`${prefix}/`))
    return fault('configuration', 'The path leads outside of the host.')
  for (const [name, template] of Object.entries(query)) {
    const value = renderText(template, scope)
    if (!value.ok) return fault('expression', `The query’s ${name}: ${value.error}`)
    url.searchParams.append(name, value.value)
  }
  return { ok: true, url }
}

/** Says what is wrong with a path; null when it is one that stays where it is put. */
function unsafePath(path: string): string | null {
  if (!path.startsWith('/')) return 'must begin with a slash'
  if (/[?#]/.test(path)) return 'holds ? or #: put a query into the query field'
  if (path.includes('\\') || control.test(path)) return 'holds a backslash or a control character'
  if (path.includes('//')) return 'has an empty part: is a value missing?'
  const parts = decodeOrNull(path)?.split(/[/\\]/)
  if (!parts) return 'holds a % that starts no character'
  return parts.some((part) => part === '.' || part === '..') ? 'holds . or .. as a part' : null
}

function decodeOrNull(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}

function renderHeaders({ headers = {} }: HttpCall, scope: Scope): Fault | { ok: true; headers: Headers } {
  const result = new Headers()
  for (const [name, template] of Object.entries(headers)) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name))
      return fault('configuration', `“${name}” is no header’s name.`)
    if (reserved.test(name.toLowerCase()))
      return fault('configuration', `The header ${name} is not an action’s to set.`)
    const value = renderText(template, scope)
    if (!value.ok) return fault('expression', `The header ${name}: ${value.error}`)
    if (control.test(value.value))
      return fault('configuration', `The header ${name} holds a control character.`)
    result.set(name, value.value)
  }
  return { ok: true, headers: result }
}

function renderBody({ body, method }: HttpCall, scope: Scope): Fault | { ok: true; text: string | null } {
  if (body === undefined) return { ok: true, text: null }
  if (method === 'GET') return fault('configuration', 'A GET request has no body.')
  const rendered = render(body, scope)
  if (!rendered.ok)
    return fault('expression', `The body: ${rendered.error} (at ${rendered.pointer || 'its top'})`)
  return { ok: true, text: JSON.stringify(rendered.value) }
}
