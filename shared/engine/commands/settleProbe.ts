import { evaluate } from '../../expr/evaluate.ts'
import { render } from '../../expr/template.ts'
import type { Probe } from '../../graph/nodes/action.ts'
import type { Json } from '../../json.ts'
import type { EffectResult, Rejection } from '../command.ts'
import type { Scope } from '../effect.ts'
import type { EffectError } from '../effectError.ts'
import { actionEffectId, parseEffectId, probeEffectId } from '../effectId.ts'
import type { StepRef } from '../event.ts'
import { loggableError } from '../loggableError.ts'
import { itemRoots, placeOf, plannedAt } from '../planned.ts'
import { mayRetry, nextAttemptAt } from '../retry.ts'
import { scopeOf, withRoots } from '../scope.ts'
import { type Attempt, acceptOutput, endOfAttempts, goesOn, retryOrFail } from '../settling.ts'
import type { ActiveRun, EndedRun } from '../state.ts'
import { emit, type Turn } from '../turn.ts'
import { fromOutside } from '../wellFormed.ts'
import type { CommandOf } from './commandOf.ts'

/** Takes what a probe found: the step happened, or did not, or nobody can tell. It changes nothing outside, so a surplus one is refused. */
export function settleProbe(
  turn: Turn,
  state: ActiveRun | EndedRun,
  command: CommandOf<'settle-probe'>,
): Rejection | null {
  const parsed = parseEffectId(state.run, command.effect)
  const isOurs =
    parsed !== null &&
    probeEffectId(actionEffectId(state.run, parsed.iteration, parsed.step)) === command.effect
  if (!isOurs)
    return { code: 'unknown-effect', message: `The run never asked for ${JSON.stringify(command.effect)}.` }
  const attempt = state.status === 'active' ? probingAttempt(turn, state, parsed) : null
  if (state.status === 'ended' || !attempt || attempt.now.probe !== command.attempt)
    return { code: 'duplicate', message: `Nobody waits for the probe ${command.effect} any more.` }
  conclude(turn, state, attempt, look(turn, state, attempt, command.result))
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

type Finding =
  | { is: 'happened'; output: Json }
  | { is: 'not-happened' }
  | { is: 'unknown'; message: string; error: EffectError | null }

function look(turn: Turn, state: ActiveRun, { step, now, probe }: Probing, result: EffectResult): Finding {
  if (!result.ok) {
    const error = loggableError(result.error)
    return { is: 'unknown', message: error.message, error }
  }
  const output = fromOutside(result.output)
  if (!output.ok) return unknown(`What the probe brought: ${output.fault.message}`)
  const roots = { ...itemRoots(step), args: now.args, output: output.value }
  const scope = withRoots(scopeOf(turn.program, state), roots)
  const holds = evaluate(probe.happened, scope)
  if (!holds.ok) return unknown(`Whether it happened could not be evaluated: ${holds.error}`)
  if (holds.value === false) return { is: 'not-happened' }
  if (holds.value !== true) return unknown('Whether it happened is neither true nor false.')
  return given(probe, scope, output.value)
}

/** What the step brought, as the probe tells it. */
function given({ gives }: Probe, scope: Scope, output: Json): Finding {
  const rendered = gives === undefined ? { ok: true as const, value: output } : render(gives, scope)
  if (!rendered.ok) return unknown(`It happened, but what it gave could not be made: ${rendered.error}`)
  const value = fromOutside(rendered.value)
  return value.ok
    ? { is: 'happened', output: value.value }
    : unknown(`It happened, but what it gave is not valid: ${value.fault.message}`)
}

function unknown(message: string): Finding {
  return { is: 'unknown', message, error: null }
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
