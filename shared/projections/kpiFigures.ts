import { StopReason } from '../engine/runTerms.ts'
import { Outcome } from '../graph/nodes/outcome.ts'
import { Verdict } from '../graph/nodes/verifier.ts'
import { countOf, type KpiHistogram, noDurations, quantileOf } from './kpiHistogram.ts'
import type { KpiCount, Kpis, KpiTime } from './kpis.ts'

/** How long something took, in milliseconds; null where it never happened. */
export type KpiDurations = {
  count: number
  meanMs: number | null
  p50: number | null
  p95: number | null
  p99: number | null
}

/** What runs came to, as people read it. Rates are shares of 1, and null where there is nothing to take a share of. */
export type KpiFigures = Record<KpiTime, KpiDurations> & {
  started: number
  ended: number
  outcomes: Partial<Record<Outcome, number>>
  reasons: Partial<Record<StopReason, number>>
  /** Runs that were not cancelled: who cancels one says nothing about how the loop does. */
  judged: number
  succeeded: number | null
  iterations: number
  costUsd: number
  plans: { asked: number; failed: number; failureRate: number | null }
  verdicts: Partial<Record<Verdict, number>>
  passRate: number | null
  drift: { checked: number; found: number }
}

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)

export function kpiFigures({ counts, times }: Kpis): KpiFigures {
  const of = (name: KpiCount) => counts[name] ?? 0
  const outcomes = counted(Outcome.options, (each) => of(`outcome ${each}`))
  const verdicts = counted(Verdict.options, (each) => of(`verdict ${each}`))
  const ended = sum(outcomes)
  const judged = ended - of('outcome cancelled')
  const durations = (name: KpiTime) => durationsOf(times[name] ?? noDurations())
  return {
    started: of('started'),
    ended,
    outcomes,
    reasons: counted(StopReason.options, (each) => of(`reason ${each}`)),
    judged,
    succeeded: share(of('outcome succeeded'), judged),
    iterations: of('iterations'),
    costUsd: of('costNanoUsd') / 1e9,
    plans: {
      asked: of('plansAsked'),
      failed: of('plansFailed'),
      failureRate: share(of('plansFailed'), of('plansAsked')),
    },
    verdicts,
    passRate: share(of('verdict pass'), sum(verdicts)),
    drift: { checked: of('driftChecked'), found: of('driftFound') },
    cycle: durations('cycle'),
    queue: durations('queue'),
    planning: durations('planning'),
    action: durations('action'),
    verification: durations('verification'),
    recovery: durations('recovery'),
  }
}

function durationsOf(histogram: KpiHistogram): KpiDurations {
  const count = countOf(histogram)
  return {
    count,
    meanMs: share(histogram.sumMs, count),
    p50: quantileOf(histogram, 0.5),
    p95: quantileOf(histogram, 0.95),
    p99: quantileOf(histogram, 0.99),
  }
}

/** The counts that are none are left out. */
function counted<Name extends string>(
  names: readonly Name[],
  of: (name: Name) => number,
): Partial<Record<Name, number>> {
  const found = names.flatMap((name) => (of(name) > 0 ? [[name, of(name)] as const] : []))
  return Object.fromEntries(found) as Partial<Record<Name, number>>
}

const sum = (counts: Partial<Record<string, number>>) =>
  Object.values(counts).reduce<number>((total, count) => total + (count ?? 0), 0)
