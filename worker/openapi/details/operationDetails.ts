import type { z } from 'zod'
import type { ProblemCode } from '../../../shared/api/problem.ts'

/** What the table of routes does not say of an operation. */
export type Details = {
  /** What a caller needs to know besides the summary. Who may call it is said by the route’s right. */
  description: string
  /** What it refuses besides what follows from its right, its address, its query and its body. */
  refuses?: readonly ProblemCode[]
  /** What its parameters are, where they are not what those of that name are elsewhere. */
  parameters?: Record<string, string>
  headers?: z.ZodObject
  /** Media types of the body besides JSON. */
  bodies?: Record<string, { schema: z.ZodType; example?: unknown }>
  /** A body to start from. */
  example?: unknown
  answerHeaders?: z.ZodObject
  content?: Record<string, { schema: z.ZodType }>
  /** A success of another status than the route’s own; its body is the route’s unless it has a schema. */
  alsoAnswers?: { status: 200; description: string; schema?: z.ZodType }
}

/** How to go through a list that has a cursor. */
export const paged =
  '`next` is the `cursor` of the page after this one, and null on the last. An answer has 50 entries unless `limit` says otherwise.'
