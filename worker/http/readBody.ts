import { apiLimits } from '../../shared/api/limits.ts'
import { ProblemException } from './problem.ts'

const tooLarge = () =>
  new ProblemException('body-too-large', `A body may have ${apiLimits.bodyBytes} bytes at most.`, {
    headers: { 'pavane-body-limit': String(apiLimits.bodyBytes) },
  })

/** The body's bytes. Refuses what is past the limit at once, by the length that is announced where there is one; `dropRest` takes the rest. */
export async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  requirePlain(request.headers.get('content-encoding'))
  if (!request.body) return new Uint8Array()
  const announced = request.headers.get('content-length')
  if (announced === null) return joined(await chunksOf(request.body))
  if (Number(announced) > apiLimits.bodyBytes) throw tooLarge()
  return new Uint8Array(await request.arrayBuffer())
}

/** Leaves what follows unread, past the limit, for whoever takes over the body. */
async function chunksOf(body: ReadableStream<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return chunks
    length += value.byteLength
    chunks.push(value)
    if (length <= apiLimits.bodyBytes) continue
    reader.releaseLock()
    throw tooLarge()
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.byteLength, 0))
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
    headers: { 'accept-post': 'application/json, application/cloudevents+json' },
  })
}
