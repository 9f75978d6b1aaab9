import type { Retry } from '../../../shared/graph/nodes/action.ts'

/** The waits between the attempts, in seconds, before jitter. */
export function retryWaits({ maxAttempts, initialSeconds, factor, maxSeconds }: Retry): number[] {
  const count = Math.max(0, Math.min(Math.trunc(maxAttempts), 20) - 1)
  return Array.from({ length: count }, (_, index) => Math.min(initialSeconds * factor ** index, maxSeconds))
}
