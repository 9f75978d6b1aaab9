import { apiLimits } from '../../shared/api/limits.ts'
import { ProblemException } from './problem.ts'

const tooLarge = () =>
  new ProblemException('body-too-large', `A body may have ${apiLimits.bodyBytes} bytes at most.`, {
    headers: { 'pavane-body-limit': String(apiLimits.bodyBytes) },
  })

/** Bytes of a refused body that are read and dropped. */
const drainedBytes = 32 * apiLimits.bodyBytes

/**
 * The body's bytes. Keeps none, and refuses, past the limit. What follows is still read, within reason: a caller that is cut off
 * while it sends sees a broken connection instead of the answer.
 */
export async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  requirePlain(request.headers.get('content-encoding'))
  if (!request.body) return new Uint8Array()
  const announced = request.headers.get('content-length')
  if (announced !== null && Number(announced) <= apiLimits.bodyBytes)
    return new Uint8Array(await request.arrayBuffer())
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = request.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.byteLength
    if (length > drainedBytes) await reader.cancel()
    if (length > apiLimits.bodyBytes) chunks.length = 0
    else chunks.push(value)
  }
  if (length > apiLimits.bodyBytes) throw tooLarge()
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}

/** Nothing is unpacked: a few bytes could become more than anybody has room for. RFC 9110, section 15.5.16. */
function requirePlain(encoding: string | null): void {
  if (encoding === null || encoding.trim().toLowerCase() === 'identity') return
  throw new ProblemException('unsupported-media-type', 'Send the body as it is, without Content-Encoding.', {
    headers: { 'accept-encoding': 'identity' },
  })
}

/** Refuses what is not JSON before anything is read. */
export function requireJsonType(contentType: string | null): void {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'application/json' || /^application\/[a-z0-9.!#$&^_-]+\+json$/.test(type)) return
  const advice =
    type === 'application/x-www-form-urlencoded'
      ? 'The body is a form. Where the sender is GitHub, set the webhook’s content type to application/json.'
      : `Send JSON with the content type application/json${type === '' ? '; there was none' : ''}.`
  throw new ProblemException('unsupported-media-type', advice, {
    headers: { 'accept-post': 'application/json' },
  })
}
