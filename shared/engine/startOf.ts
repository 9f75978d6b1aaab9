import type { Started } from './state.ts'

/** The start alone of a step that has gone on since. */
export function startOf({ order, startedAt, args }: Started): Started {
  return { order, startedAt, args }
}
