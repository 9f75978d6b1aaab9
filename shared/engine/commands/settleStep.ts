import { happened, outputFault } from '../actionContract.ts'
import type { EffectResult, Rejection } from '../command.ts'
import { loggableError } from '../loggableError.ts'
import { type Attempt, acceptOutput, failAttempt, failForGood } from '../settling.ts'
import type { ActiveRun, EndedRun } from '../state.ts'
import type { Turn } from '../turn.ts'
import { fromOutside } from '../wellFormed.ts'
import type { CommandOf } from './commandOf.ts'
import { locateStep, recordLate } from './lateResult.ts'
import { spentOf } from './spentOf.ts'

/** Takes the result of an attempt. One that nobody waits for any more is recorded as late, once. */
export function settleStep(
  turn: Turn,
  state: ActiveRun | EndedRun,
  command: CommandOf<'settle-step'>,
): Rejection | null {
  const found = locateStep(state, command)
  if (found.is === 'forgotten')
    return { code: 'duplicate', message: `Nothing depends on the result of ${command.effect} any more.` }
  const action = found.is === 'unknown' ? undefined : turn.program.actions[found.action]
  // The host never carries a wait out.
  if (found.is === 'unknown' || action?.call.uses === 'wait')
    return { code: 'unknown-effect', message: `The run never asked for ${JSON.stringify(command.effect)}.` }
  if (state.status === 'ended' || found.is === 'settled' || command.attempt !== found.now.attempt || !action)
    return recordLate(turn, state, command, found)
  const attempt = { iteration: command.iteration, step: found.step, action, now: found.now }
  const { result } = command
  if (result.ok) succeed(turn, state, attempt, result)
  else failAttempt(turn, state, attempt, loggableError(result.error), spentOf(result, 0))
  return null
}

function succeed(
  turn: Turn,
  state: ActiveRun,
  attempt: Attempt,
  result: Extract<EffectResult, { ok: true }>,
): void {
  const spent = spentOf(result, attempt.action.costUsd)
  const output = fromOutside(result.output)
  if (output.ok) acceptOutput(turn, state, attempt, output.value, spent)
  else failForGood(turn, attempt, happened('schema', outputFault(output.fault)), spent)
}
