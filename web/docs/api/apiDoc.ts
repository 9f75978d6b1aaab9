import { z } from 'zod'
import { Json, JsonObject } from '../../../shared/json.ts'

const Media = z.looseObject({
  schema: JsonObject.optional(),
  example: Json.optional(),
  examples: z.record(z.string(), z.looseObject({ value: Json.optional() })).optional(),
})
const Parameter = z.looseObject({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  description: z.string().optional(),
})
const Response = z.looseObject({
  description: z.string(),
  headers: z.record(z.string(), z.looseObject({ description: z.string().optional() })).optional(),
  content: z.record(z.string(), Media).optional(),
})
const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  parameters: z.array(Parameter).optional(),
  requestBody: z.looseObject({ content: z.record(z.string(), Media) }).optional(),
  responses: z.record(z.string(), Response),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
})
export type Media = z.infer<typeof Media>
export type Response = z.infer<typeof Response>
export type Operation = z.infer<typeof Operation>

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const
export type Method = (typeof methods)[number]

/** What the viewer reads of an OpenAPI 3.1 document. */
export const ApiDoc = z.looseObject({
  info: z.looseObject({ title: z.string(), version: z.string(), description: z.string().optional() }),
  servers: z.array(z.looseObject({ url: z.string() })).optional(),
  paths: z.record(z.string(), z.partialRecord(z.enum(methods), Operation)),
  security: Operation.shape.security,
  components: z.looseObject({
    schemas: z.record(z.string(), JsonObject).optional(),
    securitySchemes: z
      .record(
        z.string(),
        z.looseObject({
          type: z.string(),
          scheme: z.string().optional(),
          in: z.string().optional(),
          name: z.string().optional(),
          description: z.string().optional(),
        }),
      )
      .optional(),
  }),
})
export type ApiDoc = z.infer<typeof ApiDoc>

export type Place = { path: string; method: Method; operation: Operation }

/** The operations by their first tag, in the order of the document, but hooks first: most who read it come to call a loop. */
export function operationsByTag({ paths }: ApiDoc): [string, Place[]][] {
  const places = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).flatMap((key): Place[] => {
      const method = methods.find((each) => each === key)
      const operation = method && item[method]
      return operation ? [{ path, method, operation }] : []
    }),
  )
  const groups = [...Map.groupBy(places, ({ operation }) => operation.tags?.[0] ?? 'other')]
  return groups.toSorted(([a], [b]) => Number(b === 'hooks') - Number(a === 'hooks'))
}

/** The schema that a reference of the document leads to; null for one that leads nowhere. */
export function resolveRef(doc: ApiDoc, ref: string): JsonObject | null {
  let value: unknown = doc
  for (const part of ref.replace(/^#\//, '').split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null
    value = (value as Record<string, unknown>)[name]
  }
  return JsonObject.safeParse(value).data ?? null
}
