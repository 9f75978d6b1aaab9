import { z } from 'zod'
import { Json, JsonObject } from '../json.ts'

/** An expression in CEL (Common Expression Language). */
export const Cel = z.string().min(1).max(4000).meta({ id: 'Cel', description: 'A CEL expression' })
export type Cel = z.infer<typeof Cel>

/**
 * A JSON value whose strings may hold `{{ CEL }}`. A string that is one expression keeps the value's type.
 */
export const Template = Json
export type Template = Json

/** An object whose values are templates. */
export const TemplateObject = JsonObject
export type TemplateObject = JsonObject

/** Text that may hold `{{ CEL }}` and always renders to text. */
export const TemplateText = z.string().max(10_000)

/** A JSON Pointer (RFC 6901); empty text for the whole value. */
export const JsonPointer = z
  .string()
  .max(500)
  .regex(/^(?:\/(?:[^~/]|~[01])*)*$/, 'A JSON Pointer is needed, such as /order/total')
export type JsonPointer = z.infer<typeof JsonPointer>

/** A JSON Schema, draft 2020-12. Its own validity is checked by the compiler, with a pointer to the fault. */
export const JsonSchema = JsonObject
export type JsonSchema = JsonObject

export const Title = z.string().min(1).max(120)
export const Note = z.string().max(4000)
