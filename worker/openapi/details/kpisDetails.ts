import type { kpisRoutes } from '../../../shared/api/routes/kpis.ts'
import type { Details } from './operationDetails.ts'

const period = {
  from: 'Begin of the time that is asked about, in milliseconds since the epoch: 24 hours before its end when left out, 35 days before it at most. It is moved to the beginning of its hour or day',
  to: 'End of that time; now when left out',
  step: 'What one point covers, an hour or a day of UTC. When left out: an hour in up to three days, else a day',
}

export const kpisDetails = {
  getKpis: {
    description:
      'Every loop with its health, the reasons in words, what it has under way now, its figures and those of the time before, and how many runs ended at each step. Loops that need somebody come first. A run is counted once, when it ends, and stays counted for 35 days, also when the run itself is dropped before.',
    parameters: period,
  },
  getLoopKpis: {
    description:
      'Figures of all shards together: over time, in all, by version, and of the time before, which is taken for what is usual: what is kept of it, seven times as long. Counts are exact. Percentiles are exact to a bucket, since durations are counted in buckets of which each is at most 28 % wider than the one before.',
    parameters: { ...period, version: 'Only runs of this version: its number in the loop' },
  },
} satisfies Record<keyof typeof kpisRoutes, Details>
