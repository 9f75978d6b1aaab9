import type { ProgramAction } from '../../compile/program.ts'
import type { Json } from '../../json.ts'
import { validateSchema } from '../../verify/validateSchema.ts'
import type { EffectResult, Rejection } from '../command.ts'
import type { EffectError } from '../effectError.ts'
import { gate } from '../gate.ts'
import { isTimeUp } from '../limits.ts'
import { loggableError } from '../loggableError.ts'
import type { PlanStep } from '../plan.ts'
import { mayRetry, nextAttemptAt } from '../retry.ts'
import { scopeOf, withRoots } from '../scope.ts'
import type { ActiveRun, EndedRun, StepState } from '../state.ts'
import { emit, type Turn } from '../turn.ts'
import { type Fault, fromOutside } from '../wellFormed.ts'
import type { CommandOf } from './commandOf.ts'
import { locateStep, recordLate } from './lateResult.ts'

type Running = Extract<StepState, { status: 'running' }>
type Attempt = { iteration: number; step: PlanStep; action: ProgramAction; now: Running; effect: string }

/** Takes the result of an attempt. One that nobody waits for any more is recorded as late, once. */
export function settleStep(
  turn: Turn,
  state: ActiveRun | EndedRun,
  command: CommandOf<'settle-step'>,
): Rejection | null {
  const found = locateStep(state, command)
  if (found.is === 'unknown')
    return { code: 'unknown-effect', message: `The run never asked for ${JSON.stringify(command.effect)}.` }
  const action = turn.program.actions[found.action]
  if (state.status === 'ended' || found.is === 'settled' || command.attempt !== found.now.attempt || !action)
    return recordLate(turn, state, command, found)
  const { iteration, effect } = command
  const attempt = { iteration, step: found.step, action, now: found.now, effect }
  const { result } = command
  if (result.ok) succeed(turn, state, attempt, result)
  else fail(turn, state, attempt, loggableError(result.error))
  return null
}

function succeed(
  turn: Turn,
  state: ActiveRun,
  attempt: Attempt,
  result: Extract<EffectResult, { ok: true }>,
): void {
  const { iteration, step, action, now } = attempt
  const output = fromOutside(result.output)
  if (!output.ok) return failForGood(turn, attempt, happened('schema', words(output.fault)))
  const { value } = output
  const validity = action.output ? validateSchema(action.output, value) : { ok: true as const }
  if (!validity.ok) return failForGood(turn, attempt, happened('schema', words(validity.errors[0])), value)
  const { notes, decision } = gate(turn.program, state, turn.at, {
    point: 'output',
    about: step.action,
    subject: step.id,
    scope: withRoots(scopeOf(turn.program, state), { args: now.args, output: value }),
    approval: null,
  })
  for (const note of notes) emit(turn, note)
  if (decision.is === 'deny') return failForGood(turn, attempt, happened('policy', decision.message), value)
  const { costUsd = action.costUsd } = result
  const cost = Number.isFinite(costUsd) && costUsd >= 0 ? costUsd : action.costUsd
  emit(turn, {
    type: 'step.succeeded',
    data: { iteration, step: step.id, output: value, costUsd: cost },
  })
}

function words(fault: Fault | undefined): string {
  const place = fault?.pointer ? ` at ${fault.pointer}` : ''
  return `The output${place}: ${fault?.message ?? 'not valid'}`
}

/** The action was carried out, but what it brought is not accepted. */
function happened(kind: 'schema' | 'policy', message: string): EffectError {
  return { class: kind, message, retryable: false, mayHaveHappened: true }
}

function fail(turn: Turn, state: ActiveRun, attempt: Attempt, latest: EffectError): void {
  const { iteration, step, action, now, effect } = attempt
  const error = {
    ...latest,
    // An earlier attempt may have been carried out even when this one certainly was not.
    mayHaveHappened: latest.mayHaveHappened || now.error?.mayHaveHappened === true,
  }
  if (action.idempotency === 'none' && error.mayHaveHappened)
    return emit(turn, { type: 'step.uncertain', data: { iteration, step: step.id, error } })
  const goesOn = state.cancel === null && !isTimeUp(turn.program, state, turn.at)
  if (!goesOn || !mayRetry(action, error, now.attempt)) return failForGood(turn, attempt, error)
  const notBefore = nextAttemptAt(action, {
    seed: state.seed,
    effect,
    attempt: now.attempt,
    error,
    at: turn.at,
  })
  emit(turn, {
    type: 'step.retried',
    data: { iteration, step: step.id, error, attempt: now.attempt + 1, notBefore },
  })
}

function failForGood(turn: Turn, { iteration, step, now }: Attempt, error: EffectError, output?: Json): void {
  emit(turn, {
    type: 'step.failed',
    data: {
      iteration,
      step: step.id,
      error,
      attempts: now.attempt,
      ...(output === undefined ? {} : { output }),
    },
  })
}
