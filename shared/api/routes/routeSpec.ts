import type { z } from 'zod'
import type { Right } from '../rights.ts'

/** `ANY` is every method: only the sandbox takes that. */
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'ANY'

/** One operation of the API: its address, the right it asks for, what goes in and what comes out. */
export type RouteSpec = {
  method: Method
  /** With `:name` for a part that varies. */
  path: string
  right: Right
  says: string
  query?: z.ZodObject
  body?: z.ZodType
  /** The answer's schema, or null where there is none. */
  answer: z.ZodType | null
  status: 101 | 200 | 201 | 202 | 204 | 302
}
