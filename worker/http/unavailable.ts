import type { Refusal } from './problem.ts'

/**
 * What an object’s error says when the object could not take the request and can be asked again: it has too much to do, was moved, or its
 * storage failed and it starts anew from what is on the disk. See “Error handling” of Cloudflare’s Durable Objects.
 */
const signs = ['overloaded', 'retryable', 'durableObjectReset'] as const

/** How the runtime reports a failure of its own, such as a storage that could not write: it tells no cause, and a bug of ours has another message. */
const runtimeFailed = /^internal error; reference = /

const retryAfterSeconds = 2

/** The refusal for an error that passes; null for any other. */
export function unavailable(error: unknown): Refusal | null {
  if (!(error instanceof Error)) return null
  const sign = signs.find((each) => Reflect.get(error, each) === true)
  const isFull = error.message.includes('SQLITE_FULL')
  if (!sign && !isFull && !runtimeFailed.test(error.message)) return null
  return {
    code: 'unavailable',
    detail: isFull ? full : sign === 'overloaded' ? overloaded : reset,
    headers: { 'retry-after': String(retryAfterSeconds) },
  }
}

const full = 'The server’s disk is full. What it accepted before is kept, and goes on once there is room.'
const overloaded = 'There are more requests than can be taken. What was accepted before goes on.'
const reset = 'What keeps the state has just been started anew. What it accepted before goes on.'
