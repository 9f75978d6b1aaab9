import { z } from 'zod'

/** Any JSON value (RFC 8259). Numbers are finite doubles. */
export type Json = null | boolean | number | string | Json[] | JsonObject
/** A JSON object. Keys are data: never look one up without `Object.hasOwn` when it came from outside. */
export type JsonObject = { [key: string]: Json }

export const Json: z.ZodType<Json> = z.json()
export const JsonObject: z.ZodType<JsonObject> = z.record(z.string(), Json)
