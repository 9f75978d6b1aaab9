import type { RunEvent } from '../engine/event.ts'
import { countKpi, type Kpis, noKpis, timeKpi } from './kpis.ts'

/** What a run has come to so far, and what of it is under way. */
export type RunKpis = {
  kpis: Kpis
  acceptedAt: number
  endedAt: number | null
  /** When the planner was asked that has not answered. */
  askedAt: number | null
  /** It was asked for a plan, and none was adopted or rejected since. */
  awaitsPlan: boolean
  /** When each step began that has not settled. */
  steps: Map<string, number>
  /** When the checks began that led to no verdict yet, and when the last of them was made. */
  checked: { since: number; until: number } | null
  /** When the verdict was reached that did not pass and was not made good. */
  failingSince: number | null
}

/** What of a run belongs to the time of which moment. */
export type KpiContribution = { at: number; kpis: Kpis }

export const beginRunKpis = (): RunKpis => ({
  kpis: noKpis(),
  acceptedAt: 0,
  endedAt: null,
  askedAt: null,
  awaitsPlan: false,
  steps: new Map(),
  checked: null,
  failingSince: null,
})

/** What an ended run adds: that it started, when it did, and all else, when it ended. Nothing before its end. */
export function contributionsOf({ kpis, acceptedAt, endedAt }: RunKpis): KpiContribution[] {
  if (endedAt === null) return []
  return [
    { at: acceptedAt, kpis: { counts: { started: 1 }, times: {} } },
    { at: endedAt, kpis },
  ]
}

/** Folds an event in. It changes what it is given, so that a log of any length takes linear time. */
export function foldRunKpis(run: RunKpis, event: RunEvent): void {
  // What comes after the end, such as an undo’s result, changes nothing that was counted.
  if (run.endedAt !== null) return
  switch (event.type) {
    case 'run.accepted':
      run.acceptedAt = event.at
      if (!event.data.queued) timeKpi(run.kpis, 'queue', 0)
      return
    case 'run.admitted':
      return timeKpi(run.kpis, 'queue', event.at - run.acceptedAt)
    case 'iteration.started':
      return countKpi(run.kpis, 'iterations')
    case 'plan.requested':
      countKpi(run.kpis, 'plansAsked')
      run.askedAt = event.at
      run.awaitsPlan = true
      return
    case 'plan.proposed':
      return answered(run, event.at)
    case 'plan.rejected':
      answered(run, event.at)
      if (run.awaitsPlan) countKpi(run.kpis, 'plansFailed')
      run.awaitsPlan = false
      return
    case 'plan.adopted':
      run.awaitsPlan = false
      return
    case 'step.started':
      return began(run, event)
    case 'step.succeeded':
    case 'step.failed':
    case 'step.uncertain':
      return settled(run, stepOf(event), event.at)
    case 'step.skipped':
      run.steps.delete(stepOf(event))
      return
    case 'check.asked':
      return checking(run, event.at)
    case 'check.completed':
      checking(run, event.at)
      if (event.data.layer === 'drift') countDrift(run.kpis, event.data.result)
      return
    case 'verdict.reached':
      return judged(run, event)
    case 'run.ended':
      return ended(run, event)
    case 'input.checked':
    case 'signal.received':
    case 'plan.answered':
    case 'check.answered':
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
    case 'iteration.delayed':
    case 'assumption.checked':
    case 'step.expanded':
    case 'step.probed':
    case 'step.retried':
    case 'step.late':
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

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>

const stepOf = ({ data }: { data: { iteration: number; step: string } }) => `${data.iteration}/${data.step}`

/** A person who decides about a plan is not waited for by the planner: the clock stops at the proposal. */
function answered(run: RunKpis, at: number): void {
  if (run.askedAt !== null) timeKpi(run.kpis, 'planning', at - run.askedAt)
  run.askedAt = null
}

/** From the first attempt on. A wait lasts as long as it was drawn to, so how long it took says nothing. */
function began({ steps }: RunKpis, event: EventOf<'step.started'>): void {
  const step = stepOf(event)
  if (event.data.until === undefined && !steps.has(step)) steps.set(step, event.at)
}

function settled({ kpis, steps }: RunKpis, step: string, at: number): void {
  const began = steps.get(step)
  if (began !== undefined) timeKpi(kpis, 'action', at - began)
  steps.delete(step)
}

function checking(run: RunKpis, at: number): void {
  run.checked = { since: run.checked?.since ?? at, until: at }
}

function countDrift(kpis: Kpis, result: EventOf<'check.completed'>['data']['result']): void {
  // One that can’t be compared yet, or was left out, says nothing.
  if (result !== 'pass' && result !== 'fail') return
  countKpi(kpis, 'driftChecked')
  if (result === 'fail') countKpi(kpis, 'driftFound')
}

/** Somebody who is asked about a verdict comes after the last check, and does not count. */
function judged(run: RunKpis, { at, data: { verdict } }: EventOf<'verdict.reached'>): void {
  const { since, until } = run.checked ?? { since: at, until: at }
  timeKpi(run.kpis, 'verification', until - since)
  run.checked = null
  countKpi(run.kpis, `verdict ${verdict}`)
  if (verdict !== 'pass') run.failingSince ??= at
  else if (run.failingSince !== null) {
    timeKpi(run.kpis, 'recovery', at - run.failingSince)
    run.failingSince = null
  }
}

function ended(run: RunKpis, { at, data }: EventOf<'run.ended'>): void {
  run.endedAt = at
  countKpi(run.kpis, `outcome ${data.outcome}`)
  countKpi(run.kpis, `reason ${data.reason}`)
  const cost = Math.round(data.costUsd * 1e9)
  if (cost > 0) countKpi(run.kpis, 'costNanoUsd', cost)
  timeKpi(run.kpis, 'cycle', at - run.acceptedAt)
}
