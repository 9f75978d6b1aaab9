import { jitter } from '../engine/retry.ts'
import type { Check } from '../graph/nodes/check.ts'

/** What makes a check that is made of some runs only worth making, each 0 to 1. */
export type SampleReasons = {
  /** Of the checks that this verifier has made so far. */
  riskSoFar: number
  /** Of the run's last verdict. */
  lastRisk: number
  /** The share of the loop's last runs that did not succeed. */
  recentFailures: number
}

/** In which share of runs a check is made: its rate, and the closer to all the more speaks against the run. */
export function effectiveRate(rate: number, reasons: SampleReasons): number {
  const { riskSoFar, lastRisk, recentFailures } = reasons
  const most = Math.max(riskSoFar, lastRisk, recentFailures)
  return Math.min(1, rate + (1 - rate) * Math.min(1, Math.max(0, most)))
}

/** What is drawn for a check, uniform in [0, 1): the same for the same run, verifier, check and iteration. */
export function draw(seed: number, verifier: string, check: string, iteration: number): number {
  return jitter(seed, `${verifier}/${check}/sample`, iteration)
}

export type Sampled = { made: true } | { made: false; rate: number; drawn: number }

/** Whether a check is made in this run. */
export function isSampled(
  check: Check,
  at: { seed: number; verifier: string; iteration: number },
  reasons: () => SampleReasons,
): Sampled {
  if (check.sample === undefined) return { made: true }
  const rate = effectiveRate(check.sample.rate, reasons())
  const drawn = draw(at.seed, at.verifier, check.id, at.iteration)
  return drawn < rate ? { made: true } : { made: false, rate, drawn }
}
