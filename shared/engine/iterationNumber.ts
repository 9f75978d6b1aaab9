import type { RunRecord } from './state.ts'

type Counted = Pick<RunRecord, 'iteration' | 'fork'>

/** The number of the last iteration, in a fork that of the other run’s last before it; 0 before the first. */
export function lastIteration({ iteration, fork }: Counted): number {
  return iteration?.number ?? (fork?.iteration ?? 1) - 1
}

/** How many iterations the run began itself: that is what limits count, and what it is said to have taken. */
export function iterationsBegun({ iteration, fork }: Counted): number {
  return iteration === null ? 0 : iteration.number - (fork?.iteration ?? 1) + 1
}
