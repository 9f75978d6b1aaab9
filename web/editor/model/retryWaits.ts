import type { Retry } from '../../../shared/graph/nodes/action.ts'

/** The waits between the attempts, in seconds, before jitter. */
export function retryWaits({ maxAttempts, initialSeconds, factor, maxSeconds }: Retry): number[] {
  const count = Math.max(0, Math.min(Math.trunc(maxAttempts), 20) - 1)
  return Array.from({ length: count }, (_, index) => Math.min(initialSeconds * factor ** index, maxSeconds))
}

/**
 * When an attempt leaves, in seconds after the first, without the calls' own time: between `earliest` and `latest`, as jitter
 * has it. `cut` says whether the time limit of all attempts lets it leave always, sometimes or never.
 */
export type PlannedAttempt = {
  attempt: number
  earliest: number
  latest: number
  cut: 'never' | 'maybe' | 'always'
}

/** The schedule that a retry makes, within a limit on the time of all attempts (null for none). */
export function retrySchedule(retry: Retry, limitSeconds: number | null): PlannedAttempt[] {
  let latest = 0
  return [0, ...retryWaits(retry)].map((wait, index) => {
    latest += wait
    const earliest = retry.jitter === 'full' ? 0 : latest
    const limit = limitSeconds ?? Infinity
    return {
      attempt: index + 1,
      earliest,
      latest,
      cut: earliest > limit ? 'always' : latest > limit ? 'maybe' : 'never',
    }
  })
}
