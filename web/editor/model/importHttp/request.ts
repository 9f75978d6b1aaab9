import type { ActionNode, HttpCall, Idempotency } from '../../../../shared/graph/nodes/action.ts'
import type { Json, JsonObject } from '../../../../shared/json.ts'

/** A value that a request carries and a graph must not: it is filled in from a secret of the workspace. */
export type SecretPlace = { in: 'headers' | 'query'; name: string; prefix: string }

/** A request as it is taken over from elsewhere. Texts may hold `{{ }}`. */
export type ImportedRequest = {
  title: string | null
  method: HttpCall['method']
  /** Scheme, host and path; a path alone where the source names no host. */
  address: string
  query: Readonly<Record<string, string>>
  headers: Readonly<Record<string, string>>
  body: Json | undefined
  secrets: readonly SecretPlace[]
  args: JsonObject | undefined
  output: JsonObject | undefined
  /** Null where the source does not tell. */
  idempotency: Idempotency | null
  /** What was left out or can't be as it was, a sentence each. */
  notes: readonly string[]
}

export type Imported = { ok: true; request: ImportedRequest } | { ok: false; message: string }

type Host = { name: string; baseUrl: string }

/** The host of the workspace that an address lies under, and the path after it. The longest address of a host wins. */
export function placeAt(address: string, hosts: readonly Host[]): { host: string | null; path: string } {
  const under = hosts
    .map(({ name, baseUrl }) => ({ name, base: baseUrl.replace(/\/+$/, '') }))
    .filter(({ base }) => address === base || address.startsWith(`${base}/`))
    .toSorted((one, other) => other.base.length - one.base.length)
  const [best] = under
  const path = best ? address.slice(best.base.length) : address.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '')
  return { host: best?.name ?? null, path: path === '' ? '/' : path }
}

/** The action with that request for its call. What the source does not tell stays as it is. */
export function withRequest(
  node: ActionNode,
  request: ImportedRequest,
  { hosts, secret }: { hosts: readonly Host[]; secret: string },
): ActionNode {
  const { host, path } = placeAt(request.address, hosts)
  const before = node.call.uses === 'http' ? node.call.host : ''
  const filled = (part: SecretPlace['in']) => ({
    ...request[part],
    ...Object.fromEntries(
      request.secrets
        .filter((place) => place.in === part)
        .map(({ name, prefix }) => [name, `${prefix}{{ secrets.${secret} }}`]),
    ),
  })
  const query = filled('query')
  const headers = filled('headers')
  return {
    ...node,
    ...(request.title ? { title: request.title } : {}),
    call: {
      uses: 'http',
      host: host ?? before,
      method: request.method,
      path,
      ...(Object.keys(query).length > 0 ? { query } : {}),
      ...(Object.keys(headers).length > 0 ? { headers } : {}),
      ...(request.body === undefined ? {} : { body: request.body }),
    },
    ...(request.args ? { args: request.args } : {}),
    ...(request.output ? { output: request.output } : {}),
    ...(request.idempotency ? { idempotency: request.idempotency } : {}),
    ...(request.method === 'GET' ? { reversibility: 'pure' } : {}),
  }
}

/** A text of elsewhere as a template that gives it again. */
export function asTemplate(text: string): string {
  return text.replaceAll('{{', '\\{{')
}

/** A JSON value of elsewhere as a template that gives it again. */
export function asTemplateValue(value: Json): Json {
  if (typeof value === 'string') return asTemplate(value)
  if (Array.isArray(value)) return value.map(asTemplateValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asTemplateValue(each)]))
}

/** Whether a header or a parameter of that name carries what lets somebody in. */
export function isSecretName(name: string): boolean {
  return (
    /^(proxy-)?authorization$|^cookie$|token|secret|password|signature|api[-_]?key|access[-_]?key/i.test(
      name,
    ) && !/^idempotency-key$/i.test(name)
  )
}

/** Repeating a request of these methods changes nothing more (RFC 9110, section 9.2.2). */
export function isIdempotent(method: HttpCall['method']): boolean {
  return method === 'GET' || method === 'PUT' || method === 'DELETE'
}
