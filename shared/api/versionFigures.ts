import type { RunSummary } from './runs.ts'

/** How a version did in some of its runs. Those that an operator cancelled say nothing about it. */
export type VersionFigures = {
  runs: number
  /** How many of them have not ended. */
  underWay: number
  /** The share of 1 of those that ended by themselves; null where none has. */
  succeeded: number | null
  /** How long the middle one of these took; null where none has. */
  medianMs: number | null
}

type Run = Pick<RunSummary, 'outcome' | 'acceptedAt' | 'endedAt'>

export function versionFigures(runs: readonly Run[]): VersionFigures {
  const judged = runs.filter(({ outcome }) => outcome !== null && outcome !== 'cancelled')
  const durations = judged
    .flatMap(({ acceptedAt, endedAt }) => (endedAt === null ? [] : [endedAt - acceptedAt]))
    .toSorted((one, other) => one - other)
  const good = judged.filter(({ outcome }) => outcome === 'succeeded').length
  return {
    runs: runs.length,
    underWay: runs.filter(({ endedAt }) => endedAt === null).length,
    succeeded: judged.length === 0 ? null : good / judged.length,
    medianMs: durations[Math.floor((durations.length - 1) / 2)] ?? null,
  }
}
