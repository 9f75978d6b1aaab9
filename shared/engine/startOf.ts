import type { Started } from './state.ts'

/** The start alone of a step that has gone on since. */
export function startOf({ order, startedAt, args, pure }: Started): Started {
  return pure ? { order, startedAt, args, pure } : { order, startedAt, args }
}
