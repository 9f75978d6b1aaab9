import { z } from 'zod'
import type { JsonObject } from '../json.ts'

export type DocumentInfo = {
  /** Names the schema for good; it is not an address. */
  id: string
  title: string
  description: string
}

/**
 * The JSON Schema (2020-12) of a kind of document, made from the one schema that everything here is checked by. It says
 * what may be written, so what has a default is optional.
 */
export function exportSchema(info: DocumentInfo, schema: z.ZodType): JsonObject {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' })
  const { id, title, description } = info
  // The library's type has optional members; what it gives is JSON.
  return { $schema, $id: id, title, description, ...rest } as unknown as JsonObject
}
