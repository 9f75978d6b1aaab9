import type { Program } from '../compile/program.ts'
import type { ApprovalDecision, Command, Rejection } from '../engine/command.ts'
import type { EventType, RecentRuns, RequestInfo, RunEvent } from '../engine/event.ts'
import type { Fork } from '../engine/fork.ts'
import type { PlanChange } from '../engine/plan.ts'
import type { RunState } from '../engine/state.ts'
import type { NodeId, StepId } from '../graph/ids.ts'
import type { Mock } from '../graph/mock.ts'
import type { Json } from '../json.ts'
import type { PolicySet } from '../policy/policySet.ts'
import { withPolicySet } from '../policy/withPolicySet.ts'
import { createSimulation } from './simulate.ts'
import type { ScheduledSignal, Simulation, Timeless } from './simulation.ts'
import { trialWorld } from './trialWorld.ts'

export type TrialMock = Mock

/** What an operator does, or an event that is posted, as soon as an event is on record: of that type and, where one is named, of that step. */
export type TrialCommand = {
  on: { type: EventType; step?: StepId }
  send: Timeless<Extract<Command, { type: 'pause' | 'resume' | 'cancel' | 'signal' }>>
}

/** What the second person does about what is asked next, before `decision` counts. Without `to` it goes back to the planner at hand. */
export type TrialAmendment =
  | { decision: 'edit'; changes: readonly PlanChange[] }
  | { decision: 'send-back'; feedback: string; to?: NodeId }

/** A run to try: what comes in, how the world answers, and what people do meanwhile. */
export type Trial = {
  program: Program
  input: Json
  mocks: Readonly<Record<string, TrialMock>>
  /** What people decide, at once, whenever they are asked. */
  decision: 'grant' | 'deny' | 'none'
  /** What is edited or sent back first, each the next thing that is asked. */
  amendments?: readonly TrialAmendment[]
  /** Each waits for the one before it. */
  commands?: readonly TrialCommand[]
  /** Events that are posted to the run, each so long after the start. */
  signals?: readonly ScheduledSignal[]
  /** The policies of the workspace, which the run is held to as well. */
  policySet?: PolicySet | null
  /** What the loop did lately, for policies that read it; nothing when left out. */
  recent?: RecentRuns
  /** The headers of the call. */
  headers?: Readonly<Record<string, string>>
  /** Decides every random choice of the run; 1 when left out. */
  seed?: number
  /** Virtual time of the start, in milliseconds since the epoch. */
  startAt: number
  /** The run that it is a fork of, and what it carries along from there. */
  fork?: Fork
  /** What has happened already, and how many calls each mock has answered in it: the run goes on from there. */
  from?: { events: readonly RunEvent[]; answered: ReadonlyMap<string, number> }
}

const trace = '0'.repeat(31).concat('1')

/** Runs a program on an input with the production engine, every target simulated. The same trial gives the same log. */
export function simulateTrial(trial: Trial): { events: RunEvent[]; rejection: Rejection | null } {
  const events = [...(trial.from?.events ?? [])]
  const run = trialEvents(trial)
  for (let next = run.next(); ; next = run.next()) {
    if (next.done) return { events, rejection: next.value }
    events.push(next.value)
  }
}

/**
 * The same, one event at a time, for whoever stops in between: nothing happens before its event is asked for, so that a mock which is
 * changed meanwhile holds for the calls to come. What is given at the end is why the input was refused.
 */
export function* trialEvents(trial: Trial): Generator<RunEvent, Rejection | null, void> {
  const { decision, commands = [] } = trial
  const simulation = simulationOf(trial)
  const waiting = [...commands]
  const amendments = [...(trial.amendments ?? [])]
  let given = simulation.events.length
  function* fresh() {
    for (let event = simulation.events[given]; event; event = simulation.events[given]) {
      given += 1
      yield event
    }
  }
  let rejection: Rejection | null = null
  for (let step = simulation.step(); step; step = simulation.step()) {
    if (simulation.state.status === 'new') rejection ??= step.rejection
    yield* fresh()
    const events = [...step.events]
    for (let event = events.shift(); event; event = events.shift()) {
      if (!waiting[0] || !isAwaited(waiting[0], event)) continue
      events.push(...simulation.send(waiting[0].send).events)
      waiting.shift()
    }
    for (const event of step.events) postAwaited(simulation, trial, event)
    yield* fresh()
    amendOpen(simulation, amendments)
    yield* fresh()
    if (decision !== 'none') decideOpen(simulation, decision)
    yield* fresh()
  }
  return rejection
}

function simulationOf({
  program,
  input,
  mocks,
  signals = [],
  headers = {},
  seed = 1,
  startAt,
  policySet = null,
  recent,
  fork,
  from,
}: Trial): Simulation {
  const request: RequestInfo = { source: 'simulation', method: 'POST', headers, by: null }
  return createSimulation({
    program: withPolicySet(program, policySet),
    input,
    request,
    seed,
    startAt,
    trace,
    signals,
    ...(recent ? { recent } : {}),
    ...(fork ? { fork } : {}),
    ...(from ? { from: from.events } : {}),
    ...trialWorld(mocks, from?.answered),
  })
}

/** Whether an event is the one that a command waits for. */
export function isAwaited({ on }: TrialCommand, event: RunEvent): boolean {
  if (event.type !== on.type) return false
  return on.step === undefined || ('step' in event.data && event.data.step === on.step)
}

/** Posts the event that a step has begun to wait for. */
function postAwaited(simulation: Simulation, { program, mocks }: Trial, event: RunEvent) {
  if (event.type !== 'step.started') return
  const { action } = event.data
  const call = program.actions[action]?.call
  if (call?.uses !== 'wait' || call.for.type !== 'event') return
  const mock = mocks[action]?.mock
  if (mock?.answers !== 'sample' && mock?.answers !== 'value') return
  const data = mock.answers === 'value' ? mock.value : {}
  const name = call.for.event
  simulation.send({ type: 'signal', id: `trial ${event.seq}`, name, data, by: 'simulated person' })
}

/** The second person edits or sends back what is open, as far as there is something left to do. */
function amendOpen(simulation: Simulation, amendments: TrialAmendment[]) {
  const { state } = simulation
  if (state.status === 'new') return
  for (const approval of state.approvals) {
    const [amendment] = amendments
    if (approval.status !== 'open' || !amendment) continue
    // Before the first plan there is nothing that could go back.
    if (amendment.decision === 'send-back' && state.planners.length === 0) continue
    amendments.shift()
    simulation.send({
      type: 'decide-approval',
      approval: approval.id,
      by: 'simulated person 2',
      note: null,
      digest: approval.subject.digest,
      ...amendmentFor(state, amendment),
    })
  }
}

/** The decision that an amendment is of a run as it stands. */
export function amendmentFor(
  { iteration }: Exclude<RunState, { status: 'new' }>,
  amendment: TrialAmendment,
): ApprovalDecision {
  if (amendment.decision === 'edit') return amendment
  return { ...amendment, to: amendment.to ?? iteration?.planner ?? '' }
}

/** People decide at once, as it was said that they would; each approval by as many as it needs. */
function decideOpen(simulation: Simulation, decision: 'grant' | 'deny') {
  const { state } = simulation
  if (state.status === 'new') return
  for (const approval of state.approvals) {
    if (approval.status !== 'open') continue
    for (let person = 1; person <= approval.need; person += 1) {
      simulation.send({
        type: 'decide-approval',
        approval: approval.id,
        decision,
        by: `simulated person ${person}`,
        note: null,
        digest: approval.subject.digest,
      })
    }
  }
}
