import { apiLimits } from '../../shared/api/limits.ts'
import type { EffectError } from '../../shared/engine/effectError.ts'
import type { Json } from '../../shared/json.ts'
import { parseJson } from '../http/parseJson.ts'

/** `bytes`: how many were read. */
type Read = { bytes: number } & ({ ok: true; body: Json } | { ok: false; error: EffectError })

/** Reads a target's answer, up to the limit: JSON when it says so and is, else text; null when there is none. */
export async function readResponse(response: Response): Promise<Read> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = response.body?.getReader()
  while (reader) {
    const { done, value } = (await reader.read()) as ReadableStreamReadResult<Uint8Array>
    if (done) break
    length += value.byteLength
    if (length > apiLimits.responseBytes) {
      await reader.cancel()
      const message = `The answer is larger than ${apiLimits.responseBytes} bytes.`
      return {
        ok: false,
        bytes: length,
        error: { class: 'limit', message, status: response.status, retryable: false, mayHaveHappened: true },
      }
    }
    chunks.push(value)
  }
  if (length === 0) return { ok: true, bytes: 0, body: null }
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  const type = response.headers.get('content-type') ?? ''
  const parsed = /^application\/(?:[^;]+\+)?json\b/i.test(type) ? parseJson(bytes) : null
  return { ok: true, bytes: length, body: parsed?.ok ? parsed.value : new TextDecoder().decode(bytes) }
}
