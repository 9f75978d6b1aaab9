import type { HttpCall, Idempotency } from '../../../../shared/graph/nodes/action.ts'
import type { Json, JsonObject } from '../../../../shared/json.ts'
import { isObject, plainSchema, resolveRef } from './plainSchema.ts'
import { asTemplate, type ImportedRequest, isIdempotent, type SecretPlace } from './request.ts'

type Operation = {
  method: HttpCall['method']
  path: string
  /** What holds for every method of the path. */
  item: JsonObject
  operation: JsonObject
  document: JsonObject
}
type Parameter = { name: string; in: string; required: boolean; schema: JsonObject }

/** The request of an operation: what it requires becomes the action's arguments, its success the output. */
export function operationRequest(about: Operation): ImportedRequest {
  const { method, operation, document } = about
  const notes: string[] = []
  const parameters = parametersOf(about)
  const needed = parameters.filter(({ required }) => required)
  const body = bodyOf(about, notes)
  const secrets = secretsOf(about, notes)
  const left = parameters.filter((each) => !each.required && each.in !== 'cookie' && !isKey(each))
  if (left.length > 0)
    notes.push(`Left out, since they are optional: ${left.map(({ name }) => name).join(', ')}`)
  const named = (place: string) =>
    Object.fromEntries(
      needed
        .filter((each) => each.in === place && !isKey(each) && !secrets.some((one) => one.name === each.name))
        .map(({ name }) => [name, readArgument(name)]),
    )
  return {
    title: titleOf(operation),
    method,
    address: addressOf(about, notes),
    query: named('query'),
    headers: named('header'),
    body: body && readArgument('body'),
    secrets,
    args: argsSchema(
      needed.filter((each) => !isKey(each) && each.in !== 'cookie'),
      body,
    ),
    output: outputOf(about, document),
    idempotency: idempotencyOf(method, parameters),
    notes,
  }
}

/** The engine sends one with each request. */
function isKey({ name, in: place }: Parameter): boolean {
  return place === 'header' && /^idempotency-key$/i.test(name)
}

function idempotencyOf(method: HttpCall['method'], parameters: readonly Parameter[]): Idempotency {
  if (isIdempotent(method)) return 'native'
  return parameters.some(isKey) ? 'keyed' : 'none'
}

function titleOf({ summary, operationId }: JsonObject): string | null {
  const [text] = [summary, operationId].filter((each) => typeof each === 'string' && each.trim() !== '')
  return typeof text === 'string' ? text.trim().slice(0, 120) : null
}

/** Parameters of the operation and of its path; the operation's own count where both name one. */
function parametersOf({ item, operation, document }: Operation): Parameter[] {
  const all = [item.parameters, operation.parameters].flatMap((each) => (Array.isArray(each) ? each : []))
  const found = all.flatMap((each): [string, Parameter][] => {
    const parameter = followed(each, document)
    if (!parameter) return []
    const { name, in: place, required, schema } = parameter
    if (typeof name !== 'string' || typeof place !== 'string') return []
    const plain = plainSchema(schema ?? {}, document)
    const described = typeof parameter.description === 'string' ? { description: parameter.description } : {}
    return [
      [
        `${place} ${name}`,
        {
          name,
          in: place,
          required: required === true || place === 'path',
          schema: { ...described, ...plain },
        },
      ],
    ]
  })
  return [...new Map(found).values()]
}

function readArgument(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `{{ args.${name} }}` : `{{ args[${JSON.stringify(name)}] }}`
}

function argsSchema(needed: readonly Parameter[], body: JsonObject | undefined): JsonObject | undefined {
  const properties = Object.fromEntries([
    ...needed.map(({ name, schema }): [string, Json] => [name, schema]),
    ...(body ? [['body', body] satisfies [string, Json]] : []),
  ])
  const required = Object.keys(properties)
  return required.length === 0 ? undefined : { type: 'object', required, properties }
}

function addressOf({ path, item, operation, document }: Operation, notes: string[]): string {
  const [server] = [operation.servers, item.servers, document.servers].flatMap((each) =>
    Array.isArray(each) ? each.filter(isObject) : [],
  )
  const variables = isObject(server?.variables) ? server.variables : {}
  const base = (typeof server?.url === 'string' ? server.url : '').replaceAll(
    /\{(\w+)\}/g,
    (whole, name: string) => {
      const variable = variables[name]
      return isObject(variable) && typeof variable.default === 'string' ? variable.default : whole
    },
  )
  if (!/^https?:\/\//i.test(base)) notes.push('The document names no server: pick the host yourself')
  const filled = asTemplate(path).replaceAll(/\{([^{}]+)\}/g, (_, name: string) => readArgument(name))
  return base.replace(/\/+$/, '') + filled
}

function bodyOf({ operation, document }: Operation, notes: string[]): JsonObject | undefined {
  const body = followed(operation.requestBody, document)
  if (!body) return undefined
  const schema = jsonSchemaOf(body.content)
  if (schema !== undefined) return plainSchema(schema, document)
  notes.push('Its body is not JSON: a body is sent as JSON')
  return undefined
}

/** The body of the first success that is described. */
function outputOf({ operation }: Operation, document: JsonObject): JsonObject | undefined {
  const responses = isObject(operation.responses) ? operation.responses : {}
  const status = Object.keys(responses)
    .filter((each) => /^2(\d\d|XX)$/i.test(each))
    .toSorted()[0]
  const response = followed(status === undefined ? undefined : responses[status], document)
  const schema = jsonSchemaOf(response?.content)
  if (schema === undefined) return undefined
  return {
    type: 'object',
    required: ['status', 'body'],
    properties: { status: { type: 'integer' }, body: plainSchema(schema, document) },
  }
}

function jsonSchemaOf(content: Json | undefined): Json | undefined {
  if (!isObject(content)) return undefined
  const [, media] =
    Object.entries(content).find(([type]) => /^application\/([\w.-]+\+)?json\b/i.test(type)) ?? []
  return isObject(media) ? (media.schema ?? {}) : undefined
}

/** Where the first of the ways to get in that can be met wants its secrets. */
function secretsOf({ operation, document }: Operation, notes: string[]): SecretPlace[] {
  const ways = operation.security ?? document.security
  const [way] = Array.isArray(ways) ? ways.filter(isObject) : []
  const schemes = lookUpSchemes(document)
  return Object.keys(way ?? {}).flatMap((name): SecretPlace[] => {
    const scheme = followed(schemes[name], document)
    if (!scheme) return []
    if (scheme.type === 'apiKey' && typeof scheme.name === 'string') {
      if (scheme.in === 'header') return [{ in: 'headers', name: scheme.name, prefix: '' }]
      if (scheme.in === 'query') return [{ in: 'query', name: scheme.name, prefix: '' }]
    }
    const isBasic =
      scheme.type === 'http' && typeof scheme.scheme === 'string' && /^basic$/i.test(scheme.scheme)
    if (isBasic) notes.push('The secret of a user is the base64 of “name:password”')
    const isBearer = scheme.type === 'http' || scheme.type === 'oauth2' || scheme.type === 'openIdConnect'
    if (isBearer) return [{ in: 'headers', name: 'Authorization', prefix: isBasic ? 'Basic ' : 'Bearer ' }]
    notes.push(`“${name}”, the way to get in, can’t be taken over`)
    return []
  })
}

function lookUpSchemes(document: JsonObject): JsonObject {
  const components = isObject(document.components) ? document.components : {}
  return isObject(components.securitySchemes) ? components.securitySchemes : {}
}

function followed(value: Json | undefined, document: JsonObject): JsonObject | undefined {
  const ref = isObject(value) ? value.$ref : undefined
  const found = typeof ref === 'string' ? resolveRef(ref, document) : value
  return isObject(found) ? found : undefined
}
