import type { z } from 'zod'
import type { ZodOpenApiOperationObject } from 'zod-openapi'

/** What the table of routes does not say of an operation. */
export type Details = {
  description?: string
  headers?: z.ZodObject
  /** Media types of the body besides JSON. */
  bodies?: Record<string, { schema: z.ZodType; example?: unknown }>
  /** A body to start from. */
  example?: unknown
  answerHeaders?: z.ZodObject
  content?: Record<string, { schema: z.ZodType }>
  responses?: ZodOpenApiOperationObject['responses']
}
