import type { RunEvent } from '../engine/event.ts'
import type { Because, Plan } from '../engine/plan.ts'
import type { NodeId, StepId } from '../graph/ids.ts'
import type { Verdict } from '../graph/nodes/verifier.ts'
import { diffPlans, type PlanDiff } from './planDiff.ts'

/** One pass of plan, act, verify, as a rail or a table shows it. */
export type IterationView = {
  number: number
  planner: NodeId
  /** The verdict that brought it about. */
  because: Because | null
  plan: Plan | null
  /** Against the plan before, where there was one. */
  diff: PlanDiff | null
  /** Why there is no plan, or why it was given up. */
  rejected: string[]
  verdicts: { verifier: NodeId; verdict: Verdict; risk: number; reasons: string[]; to: NodeId | null }[]
  failedChecks: string[]
  costUsd: number
  steps: Record<StepId, 'started' | 'succeeded' | 'failed' | 'skipped' | 'uncertain'>
  startedAt: number
  endedAt: number | null
  fromSeq: number
  toSeq: number
}

export type IterationsView = { iterations: readonly IterationView[] }

export const noIterations: IterationsView = { iterations: [] }

export function iterationsOf(events: Iterable<RunEvent>): readonly IterationView[] {
  let view = noIterations
  for (const event of events) view = foldIterations(view, event)
  return view.iterations
}

/** Folds one more event in. */
export function foldIterations(view: IterationsView, event: RunEvent): IterationsView {
  if (event.type === 'iteration.started') return begin(view, event)
  const last = view.iterations.at(-1)
  // Surplus results belong to no iteration's account.
  if (!last || event.type === 'step.late') return view
  const changed = { ...change(view, last, event), toSeq: event.seq }
  return { iterations: view.iterations.with(-1, changed) }
}

function begin(
  { iterations }: IterationsView,
  event: Extract<RunEvent, { type: 'iteration.started' }>,
): IterationsView {
  const { iteration, planner, because } = event.data
  const begun: IterationView = {
    number: iteration,
    planner,
    because,
    plan: null,
    diff: null,
    rejected: [],
    verdicts: [],
    failedChecks: [],
    costUsd: 0,
    steps: {},
    startedAt: event.at,
    endedAt: null,
    fromSeq: event.seq,
    toSeq: event.seq,
  }
  const last = iterations.at(-1)
  if (!last) return { iterations: [begun] }
  const ended = { ...last, endedAt: event.at }
  return { iterations: [...iterations.slice(0, -1), ended, begun] }
}

function change(view: IterationsView, last: IterationView, event: RunEvent): IterationView {
  switch (event.type) {
    case 'plan.proposed': {
      const { plan } = event.data
      const parent = view.iterations.findLast((each) => each.plan?.version === plan.parent)?.plan
      return { ...last, plan, diff: parent ? diffPlans(parent, plan) : null }
    }
    case 'plan.rejected':
      return { ...last, rejected: event.data.reasons.map((reason) => reason.message) }
    case 'step.started':
      return withStep(last, event.data.step, 'started')
    case 'step.succeeded':
      return {
        ...withStep(last, event.data.step, 'succeeded'),
        costUsd: last.costUsd + event.data.costUsd,
      }
    case 'step.failed':
      return withStep(last, event.data.step, 'failed')
    case 'step.skipped':
      return withStep(last, event.data.step, 'skipped')
    case 'step.uncertain':
      return withStep(last, event.data.step, 'uncertain')
    case 'check.completed':
      return event.data.result === 'pass'
        ? last
        : { ...last, failedChecks: [...last.failedChecks, event.data.check] }
    case 'verdict.reached': {
      const { verifier, verdict, risk, reasons, to } = event.data
      return { ...last, verdicts: [...last.verdicts, { verifier, verdict, risk, reasons, to }] }
    }
    case 'run.ended':
      return { ...last, endedAt: event.at }
    case 'run.accepted':
    case 'input.checked':
    case 'plan.requested':
    case 'plan.adopted':
    case 'policy.evaluated':
    case 'approval.requested':
    case 'approval.granted':
    case 'approval.denied':
    case 'approval.expired':
    case 'step.retried':
    case 'step.late':
    case 'iteration.started':
    case 'compensation.started':
    case 'compensation.succeeded':
    case 'compensation.failed':
    case 'lease.granted':
    case 'lease.released':
    case 'run.paused':
    case 'run.resumed':
    case 'run.cancelled':
      return last
  }
}

function withStep(view: IterationView, step: StepId, status: IterationView['steps'][StepId]): IterationView {
  return { ...view, steps: { ...view.steps, [step]: status } }
}
