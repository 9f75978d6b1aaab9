import type { Program } from '../compile/program.ts'
import { lastIteration } from './iterationNumber.ts'
import type { Because } from './plan.ts'
import { jitter } from './retry.ts'
import type { ActiveRun, RunRecord } from './state.ts'

type Pace = RunRecord['pace']

/**
 * The pace of a run as it goes to a planner. The first verdict that sends it back is what the next ones are compared to: a lower risk
 * is progress, anything else is not. A pass, which leads to the next stage, begins anew.
 */
export function paceAfter(state: ActiveRun, because: Because | null): Pace {
  const { pace, verdict } = state
  if (because === null || verdict === null) return pace
  if (because.verdict === 'pass') return { best: null, stalled: 0 }
  const { risk } = verdict
  if (pace.best === null || risk < pace.best) return { best: risk, stalled: 0 }
  return { best: pace.best, stalled: pace.stalled + 1 }
}

/**
 * How long the next iteration has to wait, in milliseconds: `backoffSeconds`, doubled with each iteration that brought nothing
 * better, at most `backoffMaxSeconds`, with full jitter from the run's seed.
 */
export function delayBefore(program: Program, state: ActiveRun, because: Because | null): number {
  const { backoffSeconds, backoffMaxSeconds } = program.limits
  const { stalled } = paceAfter(state, because)
  if (backoffSeconds === 0 || stalled === 0) return 0
  const longest = Math.min(backoffMaxSeconds, backoffSeconds * 2 ** (stalled - 1))
  const number = lastIteration(state) + 1
  return Math.ceil(longest * 1000 * jitter(state.seed, `${state.run}/${number}/backoff`, 1))
}
