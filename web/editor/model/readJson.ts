import { Json } from '../../../shared/json.ts'

export type ReadJson = { ok: true; value: Json } | { ok: false; message: string }

/** What a text is as JSON, or why it is none; `object` refuses any other JSON. */
export function readJson(text: string, shape: 'any' | 'object'): ReadJson {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    return {
      ok: false,
      message: `Not JSON yet: ${error instanceof Error ? error.message : 'it can’t be read'}`,
    }
  }
  const json = Json.safeParse(parsed)
  if (!json.success) return { ok: false, message: 'Not JSON' }
  const object = typeof json.data === 'object' && json.data !== null && !Array.isArray(json.data)
  return shape === 'object' && !object
    ? { ok: false, message: 'Write an object: { … }' }
    : { ok: true, value: json.data }
}
