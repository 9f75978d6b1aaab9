import { seal } from '../../shared/audit/seal.ts'
import type { Program } from '../../shared/compile/program.ts'
import type { Command, EffectResult } from '../../shared/engine/command.ts'
import { decide } from '../../shared/engine/decide.ts'
import type { Effect } from '../../shared/engine/effect.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import { evolve } from '../../shared/engine/evolve.ts'
import { pending } from '../../shared/engine/pending.ts'
import { plannedAt } from '../../shared/engine/planned.ts'
import { jitter } from '../../shared/engine/retry.ts'
import { initialState, type RunState, type StepState } from '../../shared/engine/state.ts'
import type { Json } from '../../shared/json.ts'
import { checkAnswer } from './arbitraries/checkWorld.ts'
import { doesAnswer, plannerAnswer } from './arbitraries/plannerWorld.ts'
import { answerOf } from './arbitraries/world.ts'
import { accept, startAt } from './given.ts'

export type Turn = { command: Command; events: RunEvent[]; before: RunState; state: RunState; owed: Effect[] }

/** A host without memory: it folds the log, does the first thing that is owed, and tells the result. */
export type Drive = {
  program: Program
  log: RunEvent[]
  state: RunState
  at: number
  /** What was sent, in order. */
  sent: { effect: string; attempt: number; action: string; result: EffectResult }[]
  turns: Turn[]
}

export type World = {
  seed: number
  /** The chance that an approval is granted rather than denied. */
  granting: number
  /** The chance that it is sent back instead, where there is a planner to send it to; none when left out. */
  sendingBack?: number
  /** Which of the effects that are owed comes next; the first when left out. */
  choose?: (effects: Effect[]) => Effect
}

const trace = 'b'.repeat(32)

export function startDrive(
  program: Program,
  input: Json = { n: 5 },
  at = startAt,
  more: Parameters<typeof accept>[1] = {},
): Drive {
  const drive: Drive = { program, log: [], state: initialState, at, sent: [], turns: [] }
  return give(drive, accept(input, { at, ...more }))
}

/** Gives a command and appends what follows. A refusal changes nothing. */
export function give(drive: Drive, command: Command): Drive {
  const { program, log, state, turns } = drive
  const decision = decide(program, state, command)
  if (!decision.ok) return drive
  const at = state.status === 'new' ? command.at : Math.max(command.at, state.at)
  const events = seal(log.at(-1) ?? null, at, trace, decision.events)
  const next = events.reduce(evolve, state)
  const turn = { command, events, before: state, state: next, owed: pending(program, next) }
  return { ...drive, log: [...log, ...events], state: next, at, turns: [...turns, turn] }
}

/** The log cut after an event: what a host finds that crashed there. */
export function cutAt(drive: Drive, seq: number): Drive {
  const log = drive.log.slice(0, seq)
  const state = log.reduce(evolve, initialState)
  return { ...drive, log, state, at: log.at(-1)?.at ?? drive.at, turns: [] }
}

/** Does one thing that is owed; undefined when nothing is, or when it changed nothing. */
export function driveOnce(drive: Drive, world: World): Drive | undefined {
  const owed = pending(drive.program, drive.state)
  const open = openApproval(drive)
  const work = owed.filter((effect) => effect.kind !== 'timer')
  if (work.length === 0 && open) return give(drive, decideOpen(drive, world, open))
  const [first] = work
  const effect = first && (world.choose?.(work) ?? first)
  if (effect) return perform(drive, world, effect)
  const posted = signalFor(drive, world)
  if (posted) return give(drive, posted)
  const timer = owed.filter((each) => each.kind === 'timer').toSorted((a, b) => a.at - b.at)[0]
  if (!timer) return undefined
  const ticked = give(drive, { type: 'tick', at: Math.max(drive.at, timer.at) })
  return ticked.log.length > drive.log.length ? ticked : undefined
}

/** Drives until nothing is owed. */
export function driveToEnd(drive: Drive, world: World, mostTurns = 5000): Drive {
  let current = drive
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const next = driveOnce(current, world)
    if (!next) return current
    current = next
  }
  throw new Error(`The run did not end within ${mostTurns} turns`)
}

function perform(drive: Drive, world: World, effect: Effect): Drive {
  const at = drive.at + 1
  switch (effect.kind) {
    case 'action': {
      const { id, iteration, step, attempt } = effect
      const result = answerOf(world.seed, id, attempt)
      const now = Math.max(at, effect.notBefore ?? 0)
      const sent = [...drive.sent, { effect: id, attempt, action: effect.action, result }]
      return give(
        { ...drive, sent },
        { type: 'settle-step', at: now, effect: id, iteration, step, attempt, result },
      )
    }
    case 'compensation': {
      const { id, attempt } = effect
      const result = answerOf(world.seed, id, attempt)
      const now = Math.max(at, effect.notBefore ?? 0)
      const sent = [...drive.sent, { effect: id, attempt, action: effect.action, result }]
      return give({ ...drive, sent }, { type: 'settle-compensation', at: now, effect: id, attempt, result })
    }
    case 'acquire-lease': {
      const { id, resource } = effect
      const token = drive.log.length + 1
      return give(drive, { type: 'grant-lease', at, effect: id, resource, token, until: at + effect.ttlMs })
    }
    case 'release-lease':
      return give(drive, {
        type: 'confirm-lease-release',
        at,
        resource: effect.resource,
        token: effect.token,
      })
    case 'plan': {
      const { id, attempt } = effect
      const result = plannerAnswer(world.seed, effect)
      const now = Math.max(at, effect.notBefore ?? 0)
      const settled = give(drive, { type: 'settle-plan', at: now, effect: id, attempt, result })
      // What comes twice, or for an attempt that is over, changes nothing.
      return give(settled, { type: 'settle-plan', at: now + 1, effect: id, attempt, result })
    }
    case 'check': {
      const { id, attempt } = effect
      const result = checkAnswer(world.seed, effect)
      const now = Math.max(at, effect.notBefore ?? 0)
      const settled = give(drive, { type: 'settle-check', at: now, effect: id, attempt, result })
      return give(settled, { type: 'settle-check', at: now + 1, effect: id, attempt, result })
    }
    case 'reach': {
      const reachable = doesAnswer(world.seed, effect.host)
      return give(drive, { type: 'settle-reach', at, effect: effect.id, reachable, message: '' })
    }
    case 'probe': {
      const { id, attempt } = effect
      const now = Math.max(at, effect.notBefore ?? 0)
      const result = answerOf(world.seed, id, attempt)
      return give(drive, { type: 'settle-probe', at: now, effect: id, attempt, result })
    }
    case 'cancel-child':
      return give(drive, cancelledChild(drive, effect.child, at))
    case 'timer':
      return give(drive, { type: 'tick', at: Math.max(at, effect.at) })
  }
}

/** The child ended because it was cancelled: its result comes as any other does. */
export function cancelledChild({ state }: Pick<Drive, 'state'>, child: string, at: number): Command {
  const known = state.status === 'new' ? undefined : state.children.find(({ effect }) => effect === child)
  const iteration = known?.iteration ?? 0
  const step = known?.step ?? ''
  const error = {
    class: 'child' as const,
    message: 'It was cancelled.',
    retryable: false,
    mayHaveHappened: true,
  }
  const attempt = runningSteps(state).find((each) => each.id === step)?.now.attempt ?? 1
  return { type: 'settle-step', at, effect: child, iteration, step, attempt, result: { ok: false, error } }
}

type RunningStep = { id: string; action: string; now: Extract<StepState, { status: 'running' }> }

function runningSteps(state: RunState): RunningStep[] {
  const iteration = state.status === 'new' ? null : state.iteration
  return (iteration?.steps ?? []).flatMap((now, place) => {
    const step = iteration && plannedAt(iteration, place)
    return step && now.status === 'running' ? [{ id: step.id, action: step.action, now }] : []
  })
}

/** An event that the world posts while a step waits for one: for about half of them, and once. */
export function signalFor(
  { program, state, at }: Pick<Drive, 'program' | 'state' | 'at'>,
  { seed }: Pick<World, 'seed'>,
): Command | undefined {
  if (state.status !== 'active') return undefined
  for (const { id, action } of runningSteps(state)) {
    const call = program.actions[action]?.call
    const signal = `${state.iteration?.number}/${id}`
    if (call?.uses !== 'wait' || call.for.type !== 'event' || state.signalIds.includes(signal)) continue
    const chance = jitter(seed, signal, 1)
    if (chance >= 0.5) continue
    const data = Math.floor(chance * 10)
    return { type: 'signal', at: at + 1, id: signal, name: call.for.event, data, by: 'world' }
  }
  return undefined
}

type Open = { id: string; digest: string; by: string; planners: readonly string[] }

function openApproval({ state }: Drive): Open | undefined {
  if (state.status !== 'active') return undefined
  const open = state.approvals.find((approval) => approval.status === 'open')
  if (!open) return undefined
  const planners = open.subject.of === 'input' ? [] : state.planners
  return { id: open.id, digest: open.subject.digest, by: `person${open.grantedBy.length}`, planners }
}

function decideOpen(drive: Drive, world: World, { id, digest, by, planners }: Open): Command {
  const about = { type: 'decide-approval' as const, at: drive.at + 1, approval: id, by, note: null, digest }
  const drawn = jitter(world.seed, `${id} back`, 1)
  const to = planners[Math.floor(jitter(world.seed, `${id} to`, 1) * planners.length)]
  if (to !== undefined && drawn < (world.sendingBack ?? 0))
    return { ...about, decision: 'send-back', to, feedback: `Not like in ${id}.` }
  const decision = jitter(world.seed, id, 1) < world.granting ? 'grant' : 'deny'
  return { ...about, decision }
}
