import type { Effect } from '../engine/effect.ts'
import type { EffectError } from '../engine/effectError.ts'
import type { Outcome } from '../graph/nodes/outcome.ts'
import { count, type Meters, observe } from './meters.ts'

type EndedRun = {
  outcome: Outcome | null
  acceptedAt: number
  endedAt: number | null
  costUsd: number
  iterations: number
}

/** Counts a run that ended. Times are milliseconds since the epoch. */
export function countEnded(meters: Meters, run: EndedRun): void {
  const { outcome, acceptedAt, endedAt, costUsd, iterations } = run
  if (outcome === null || endedAt === null) return
  count(meters, 'pavane.run.ended', { outcome })
  observe(meters, 'pavane.run.duration', {}, (endedAt - acceptedAt) / 1000)
  if (costUsd > 0) count(meters, 'pavane.run.cost', {}, costUsd)
  count(meters, 'pavane.run.iterations', {}, iterations)
}

/** How an attempt of an effect went. */
export type EffectResult = 'ok' | 'called-off' | EffectError['class']

/** Counts an attempt of an effect that is over. */
export function countEffect(meters: Meters, kind: Effect['kind'], result: EffectResult, ms: number): void {
  count(meters, 'pavane.effect.ended', { kind, result })
  observe(meters, 'pavane.effect.duration', { kind }, ms / 1000)
}
