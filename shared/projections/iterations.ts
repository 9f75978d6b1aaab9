import type { RunEvent } from '../engine/event.ts'
import type { Because, Plan } from '../engine/plan.ts'
import { upcastPlan } from '../engine/upcast.ts'
import { addUsd } from '../engine/usd.ts'
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

/** The iterations of a log. They are made in place, so that a log of any length takes linear time. */
export function iterationsOf(events: Iterable<RunEvent>): readonly IterationView[] {
  const iterations: IterationView[] = []
  for (const event of events) add(iterations, event)
  return iterations
}

function add(iterations: IterationView[], event: RunEvent): void {
  const last = iterations.at(-1)
  if (event.type === 'iteration.started') {
    if (last) last.endedAt = event.at
    iterations.push(begun(event))
    return
  }
  // Surplus results belong to no iteration's account.
  if (!last || event.type === 'step.late') return
  change(iterations, last, event)
  last.toSeq = event.seq
}

function begun(event: Extract<RunEvent, { type: 'iteration.started' }>): IterationView {
  const { iteration, planner, because } = event.data
  return {
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
}

function change(iterations: readonly IterationView[], last: IterationView, event: RunEvent): void {
  switch (event.type) {
    case 'plan.proposed': {
      const plan = upcastPlan(event.data.plan)
      const parent = iterations.findLast((each) => each.plan?.version === plan.parent)?.plan
      last.plan = plan
      last.diff = parent ? diffPlans(parent, plan) : null
      return
    }
    case 'plan.rejected':
      // One that is asked again may still have a plan.
      last.rejected = event.data.again ? [] : event.data.reasons.map((reason) => reason.message)
      return
    case 'step.started':
      return note(last, event.data.step, 'started')
    case 'step.succeeded':
      last.costUsd = addUsd(last.costUsd, event.data.costUsd)
      return note(last, event.data.step, 'succeeded')
    case 'step.failed':
      return note(last, event.data.step, 'failed')
    case 'step.skipped':
      return note(last, event.data.step, 'skipped')
    case 'step.uncertain':
      return note(last, event.data.step, 'uncertain')
    case 'check.completed':
      if (event.data.result === 'fail' || event.data.result === 'inconclusive')
        last.failedChecks.push(event.data.check)
      return
    case 'verdict.reached': {
      const { verifier, verdict, risk, reasons, to } = event.data
      last.verdicts.push({ verifier, verdict, risk, reasons, to })
      return
    }
    case 'run.ended':
      last.endedAt = event.at
      return
    case 'run.accepted':
    case 'run.admitted':
    case 'signal.received':
    case 'input.checked':
    case 'plan.answered':
    case 'check.asked':
    case 'check.answered':
    case 'iteration.delayed':
    case 'assumption.checked':
    case 'step.expanded':
    case 'step.probed':
    case 'plan.requested':
    case 'plan.adopted':
    case 'policy.evaluated':
    case 'approval.requested':
    case 'approval.granted':
    case 'approval.denied':
    case 'approval.expired':
    case 'approval.edited':
    case 'approval.sent-back':
    case 'approval.assigned':
    case 'approval.commented':
    case 'approval.superseded':
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
      return
  }
}

function note({ steps }: IterationView, step: StepId, status: IterationView['steps'][StepId]): void {
  // A step may have any name, `__proto__` too.
  Object.defineProperty(steps, step, { value: status, enumerable: true, configurable: true, writable: true })
}
