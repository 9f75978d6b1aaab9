import type { RunEvent } from '../../shared/engine/event.ts'
import type { Verdict } from '../../shared/graph/nodes/verifier.ts'

/** One pass of plan, act, verify, as the rail shows it. */
export type IterationSummary = {
  iteration: number
  planner: string
  /** What the iteration before ended in, when that led to this one. */
  because: Verdict | null
  /** The cursor right after its first event, and after its last. */
  from: number
  to: number
  startedAt: number
  endedAt: number
  steps: number
  failed: number
  costUsd: number
  /** The last verdict of the iteration; null while there is none. */
  verdict: { verdict: Verdict; risk: number; reasons: readonly string[] } | null
}

/** The iterations of a log, in order. */
export function iterationSummaries(events: readonly RunEvent[]): IterationSummary[] {
  const summaries: IterationSummary[] = []
  events.forEach((event, index) => {
    if (event.type === 'iteration.started') {
      summaries.push({
        iteration: event.data.iteration,
        planner: event.data.planner,
        because: event.data.because?.verdict ?? null,
        from: index + 1,
        to: index + 1,
        startedAt: event.at,
        endedAt: event.at,
        steps: 0,
        failed: 0,
        costUsd: 0,
        verdict: null,
      })
      return
    }
    const current = summaries.at(-1)
    if (!current) return
    current.to = index + 1
    if (event.type !== 'run.ended') current.endedAt = event.at
    if (event.type === 'step.started' && event.data.attempt === 1) current.steps += 1
    if (event.type === 'step.failed' || event.type === 'step.uncertain') current.failed += 1
    if (event.type === 'step.succeeded') current.costUsd += event.data.costUsd
    if (event.type === 'verdict.reached') {
      const { verdict, risk, reasons } = event.data
      current.verdict = { verdict, risk, reasons }
    }
  })
  return summaries
}
