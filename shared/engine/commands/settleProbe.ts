import type { Probe } from '../../graph/nodes/action.ts'
import type { Rejection } from '../command.ts'
import { actionEffectId, parseEffectId, probeEffectId, undoEffectId } from '../effectId.ts'
import type { StepRef } from '../event.ts'
import { itemRoots, placeOf, plannedAt } from '../planned.ts'
import { mayRetry, nextAttemptAt } from '../retry.ts'
import { type Attempt, acceptOutput, endOfAttempts, goesOn, retryOrFail } from '../settling.ts'
import type { ActiveRun, EndedRun } from '../state.ts'
import { emit, type Turn } from '../turn.ts'
import type { CommandOf } from './commandOf.ts'
import { type Finding, lookAtProbe } from './lookAtProbe.ts'
import { settleUndoProbe } from './settleUndoProbe.ts'

/** Takes what a probe found: the step happened, or did not, or nobody can tell. It changes nothing outside, so a surplus one is refused. */
export function settleProbe(
  turn: Turn,
  state: ActiveRun | EndedRun,
  command: CommandOf<'settle-probe'>,
): Rejection | null {
  const parsed = parseEffectId(state.run, command.effect)
  const about = parsed && actionEffectId(state.run, parsed.iteration, parsed.step)
  if (about !== null && probeEffectId(undoEffectId(about)) === command.effect)
    return settleUndoProbe(turn, state, command)
  if (!parsed || about === null || probeEffectId(about) !== command.effect)
    return { code: 'unknown-effect', message: `The run never asked for ${JSON.stringify(command.effect)}.` }
  const attempt = state.status === 'active' ? probingAttempt(turn, state, parsed) : null
  if (state.status === 'ended' || !attempt || attempt.now.probe !== command.attempt)
    return { code: 'duplicate', message: `Nobody waits for the probe ${command.effect} any more.` }
  const roots = { ...itemRoots(attempt.step), args: attempt.now.args }
  conclude(turn, state, attempt, lookAtProbe(turn, state, attempt.probe, roots, command.result))
  return null
}

type Probing = Attempt & { now: Extract<Attempt['now'], { status: 'probing' }>; probe: Probe }

function probingAttempt(
  turn: Turn,
  { iteration }: ActiveRun,
  of: { iteration: number; step: StepRef },
): Probing | null {
  if (!iteration || iteration.number !== of.iteration) return null
  const place = placeOf(iteration, of.step)
  const step = place === undefined ? undefined : plannedAt(iteration, place)
  const now = iteration.steps[place ?? -1]
  const action = step && turn.program.actions[step.action]
  if (!step || now?.status !== 'probing' || !action?.probe) return null
  return { iteration: of.iteration, step, action, now, probe: action.probe }
}

function conclude(turn: Turn, state: ActiveRun, attempt: Probing, finding: Finding): void {
  const { iteration, step, action, now } = attempt
  const of = { iteration, step: step.id }
  switch (finding.is) {
    case 'happened': {
      const message = `It happened, in attempt ${now.attempt}.`
      emit(turn, { type: 'step.probed', data: { ...of, result: 'happened', message } })
      return acceptOutput(turn, state, attempt, finding.output, { costUsd: action.costUsd })
    }
    case 'not-happened': {
      const message = `Attempt ${now.attempt} did not happen, so it is safe to try again.`
      emit(turn, { type: 'step.probed', data: { ...of, result: 'not-happened', message } })
      return retryOrFail(turn, state, attempt, { ...now.error, mayHaveHappened: false })
    }
    case 'unknown':
      return lookAgain(turn, state, attempt, finding)
  }
}

/** A probe that failed is made again as the action's retries say: it changes nothing. */
function lookAgain(
  turn: Turn,
  state: ActiveRun,
  { iteration, step, action, now }: Probing,
  { message, error }: Extract<Finding, { is: 'unknown' }>,
): void {
  const of = { iteration, step: step.id }
  const effect = probeEffectId(actionEffectId(state.run, iteration, step.id))
  const attempt = now.probe - now.firstProbe + 1
  const again =
    error &&
    goesOn(turn.program, state, turn.at) &&
    mayRetry(action, { ...error, mayHaveHappened: false }, attempt)
  const retryAt = again
    ? nextAttemptAt(action, { seed: state.seed, effect, attempt, error, at: turn.at })
    : null
  if (retryAt !== null && retryAt < endOfAttempts(action, now))
    return emit(turn, { type: 'step.probed', data: { ...of, result: 'unknown', message, retryAt } })
  emit(turn, { type: 'step.probed', data: { ...of, result: 'unknown', message } })
  const words = `${now.error.message} Whether it happened could not be found out: ${message}`
  emit(turn, { type: 'step.uncertain', data: { ...of, error: { ...now.error, message: words } } })
}
