import type { MiddlewareHandler } from 'hono'
import { apiLimits } from '../../shared/api/limits.ts'
import type { AppEnv } from '../env.ts'

/** So much of a refused body is read and dropped, and waited for so long. */
const mostBytes = 32 * apiLimits.bodyBytes
const longestMs = 10_000

/**
 * A refusal does not wait for a body that nobody will read. What of it still comes is dropped, within reason, after the answer was sent and
 * before the request is over: else the server closes a connection on which somebody sends, and the caller sees that instead of the answer,
 * or with its next request.
 */
export const dropRest: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next()
  if (c.res.status < 400) return
  const rest = c.var.rest ?? unreadOf(c.req.raw, c.res.status)
  if (rest === null) return
  const bytes = new Uint8Array(await c.res.arrayBuffer())
  const { readable, writable } = new FixedLengthStream(bytes.byteLength)
  c.executionCtx.waitUntil(answerThenDrop(bytes, writable.getWriter(), rest))
  c.res = new Response(readable, c.res)
}

/** What nobody has read; null where all was. Of a body past the limit some was. */
function unreadOf({ body, bodyUsed }: Request, status: number): ReadableStream<Uint8Array> | null {
  if (body === null || body.locked) return null
  return bodyUsed && status !== 413 ? null : body
}

async function answerThenDrop(
  bytes: Uint8Array,
  answer: WritableStreamDefaultWriter<Uint8Array>,
  rest: Promise<unknown> | ReadableStream<Uint8Array>,
): Promise<void> {
  try {
    await answer.write(bytes)
    await within(longestMs, rest instanceof ReadableStream ? drop(rest) : rest)
    await answer.close()
  } catch {
    // The caller hung up: there is nobody to answer and nothing left to drop.
    await answer.abort().catch(() => undefined)
  }
}

async function drop(body: ReadableStream<Uint8Array>): Promise<void> {
  const reader = body.getReader()
  for (let length = 0; length <= mostBytes; ) {
    const { done, value } = await reader.read()
    if (done) return
    length += value.byteLength
  }
}

/** Waits for some work, and no longer than so long. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  await Promise.race([work, over]).finally(() => clearTimeout(timer))
}
