import type { Program } from '../compile/program.ts'
import { evaluate } from '../expr/evaluate.ts'
import { referencesOf } from '../expr/references.ts'
import type { WaitFor } from '../graph/nodes/action.ts'
import type { Json } from '../json.ts'
import type { StepRef } from './event.ts'
import { itemRoots, type Planned, plannedAt } from './planned.ts'
import { scopeOf, withRoots } from './scope.ts'
import { type Attempt, acceptOutput, failForGood } from './settling.ts'
import type { ActiveRun, Iteration, Signal, StepState } from './state.ts'
import { stepProgress } from './stepProgress.ts'
import { asTimeText } from './time.ts'
import { activeOf, emit, type Turn } from './turn.ts'
import { waitOf } from './waiting.ts'
import { asJson } from './wellFormed.ts'

type Running = Extract<StepState, { status: 'running' }>
type WaitForEvent = Extract<WaitFor, { type: 'event' }>

/** Ends the waits whose event has come or whose time is over, in their order. Whether something was recorded. */
export function endWaits(turn: Turn, state: ActiveRun): boolean {
  const { iteration } = state
  if (state.phase.at !== 'acting' || !iteration?.plan) return false
  const { waits } = stepProgress(iteration.plan, iteration)
  if (waits.length === 0) return false
  const before = turn.events.length
  for (const place of waits.slice()) {
    const now = activeOf(turn)
    const step = iteration.steps[place]
    // Most turns are about something else.
    if (now && step?.status === 'running' && (now.signals.length > 0 || isOver(turn, step)))
      lookAtWait(turn, now, iteration, place)
  }
  return turn.events.length > before
}

function lookAtWait(turn: Turn, state: ActiveRun, iteration: Iteration, place: number): void {
  const step = plannedAt(iteration, place)
  const now = iteration.steps[place]
  const what = step && waitOf(turn.program, step.action)
  const action = step && turn.program.actions[step.action]
  if (!step || now?.status !== 'running' || !what || !action) return
  const attempt: Attempt = { iteration: iteration.number, step, action, now }
  if (what.type !== 'event')
    return isOver(turn, now) ? acceptOutput(turn, state, attempt, ended(turn), { costUsd: 0 }) : undefined
  const signal = state.signals.find(
    (each) => isMeant(turn.program, state, step, now, what, each).is === 'yes',
  )
  if (signal) return acceptOutput(turn, state, attempt, eventOf(signal), { costUsd: 0 })
  if (!isOver(turn, now)) return
  if (what.onTimeout === 'go-on') return acceptOutput(turn, state, attempt, null, { costUsd: 0 })
  failForGood(turn, attempt, {
    class: 'timeout',
    message: `No event “${what.event}” came within ${what.timeoutSeconds} seconds${otherEvents(turn.program, state, step, now, what)}.`,
    retryable: false,
    mayHaveHappened: false,
  })
}

function isOver(turn: Turn, { until }: Running): boolean {
  return until !== null && until <= turn.at
}

function ended(turn: Turn): Json {
  return { at: asTimeText(turn.at) }
}

/** What expressions read of an event that was posted to the run. */
export function eventOf({ at, ...signal }: Signal): Json {
  return asJson({ ...signal, at: asTimeText(at) })
}

type Match = { is: 'yes' } | { is: 'no' } | { is: 'error'; error: string }

/** Whether a step waits for that event. A condition that can't be evaluated is none that holds. */
function isMeant(
  program: Program,
  state: ActiveRun,
  step: Planned,
  now: Running,
  what: WaitForEvent,
  signal: Signal,
): Match {
  if (signal.name !== what.event || signal.at > (now.until ?? signal.at)) return { is: 'no' }
  if (what.match === undefined) return { is: 'yes' }
  const known = misses.get(signal)?.get(now)
  if (known) return known
  const roots = { ...itemRoots(step), args: now.args, event: eventOf(signal) }
  const result = evaluate(what.match, withRoots(scopeOf(program, state), roots))
  if (result.ok && result.value === true) return { is: 'yes' }
  const match: Match = result.ok ? { is: 'no' } : { is: 'error', error: result.error }
  if (neverChanges(what.match)) remember(signal, now, match)
  return match
}

/** What did not match and never will, so that events that nobody takes don't cost every turn. */
const misses = new WeakMap<Signal, WeakMap<Running, Match>>()

function remember(signal: Signal, now: Running, match: Match): void {
  const known = misses.get(signal) ?? new WeakMap<Running, Match>()
  misses.set(signal, known.set(now, match))
}

const fixed = new Set(['event', 'args', 'item', 'index', 'input', 'request'])

function neverChanges(match: string): boolean {
  return [...referencesOf(match).roots].every((root) => fixed.has(root))
}

/** Whether a step that waits would take an event that comes now. */
export function isAwaited(program: Program, state: ActiveRun, signal: Signal): boolean {
  const { iteration } = state
  if (state.phase.at !== 'acting' || !iteration?.plan) return false
  return stepProgress(iteration.plan, iteration).waits.some((place) => {
    const step = plannedAt(iteration, place)
    const now = iteration.steps[place]
    const what = step && waitOf(program, step.action)
    if (!step || now?.status !== 'running' || what?.type !== 'event') return false
    return isMeant(program, state, step, now, what, signal).is === 'yes'
  })
}

/** What came instead, for someone who wonders why the wait went on. */
function otherEvents(
  program: Program,
  state: ActiveRun,
  step: Planned,
  now: Running,
  what: WaitForEvent,
): string {
  const others = state.signals.filter(({ name }) => name === what.event)
  if (others.length === 0) return ''
  const faults = others.flatMap((signal) => {
    const match = isMeant(program, state, step, now, what, signal)
    return match.is === 'error' ? [match.error] : []
  })
  const words = `; ${others.length} came that did not match`
  return faults[0] === undefined ? words : `${words} (the condition could not be evaluated: ${faults[0]})`
}

/** Ends a wait that nobody needs any more: nothing was sent, so nothing happened. */
export function endWait(turn: Turn, iteration: number, step: StepRef, message: string): void {
  const error = { class: 'limit' as const, message, retryable: false, mayHaveHappened: false }
  emit(turn, { type: 'step.failed', data: { iteration, step, error, attempts: 1 } })
}
