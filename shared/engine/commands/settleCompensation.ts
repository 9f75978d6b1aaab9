import type { ProgramAction } from '../../compile/program.ts'
import type { JsonSchema } from '../../graph/text.ts'
import type { Json } from '../../json.ts'
import { validateSchema } from '../../verify/validateSchema.ts'
import type { EffectResult, Rejection } from '../command.ts'
import type { EffectError } from '../effectError.ts'
import { parseEffectId, undoEffectId } from '../effectId.ts'
import type { EventOf } from '../event.ts'
import { loggableError } from '../loggableError.ts'
import { isSafeToRepeat, mayRetry } from '../retry.ts'
import type { ActiveRun, EndedRun, Undoing } from '../state.ts'
import { emit, type Turn } from '../turn.ts'
import { type Fault, fromOutside } from '../wellFormed.ts'
import type { CommandOf } from './commandOf.ts'

/** Takes the result of an undo. A failed one is tried again as its own action says; then it is given up. */
export function settleCompensation(
  turn: Turn,
  state: ActiveRun | EndedRun,
  command: CommandOf<'settle-compensation'>,
): Rejection | null {
  const { effect, attempt, result } = command
  const undoing = state.status === 'active' ? state.undoing : null
  if (state.status === 'ended' || undoing?.effect !== effect || undoing.attempt !== attempt)
    return recordLateUndo(turn, state, effect)
  if (undoing.failed || undoing.probing) return recordLateUndo(turn, state, effect)
  const action = turn.program.actions[undoing.action]
  if (!result.ok && result.error.mayHaveHappened && action && !isSafeToRepeat(action))
    doubtUndo(turn, state, undoing, loggableError(result.error))
  else takeUndo(turn, undoing, action, result)
  return null
}

/** Takes what an undo brought. */
export function takeUndo(
  turn: Turn,
  undoing: Undoing,
  action: ProgramAction | undefined,
  result: EffectResult,
): void {
  const { undoes, step, attempt } = undoing
  const checked = checkResult(action?.output ?? null, result)
  if (!checked.ok)
    return failUndo(turn, undoing, checked.error, !action || !mayRetry(action, checked.error, attempt))
  emit(turn, { type: 'compensation.succeeded', data: { undoes, step, output: checked.output } })
}

/** Nobody knows whether it happened, and it can't be repeated: a probe finds out, or it is given up. */
export function doubtUndo(turn: Turn, state: ActiveRun, undoing: Undoing, error: EffectError): void {
  if (!turn.program.actions[undoing.action]?.probe) return failUndo(turn, undoing, error, true)
  const message = `The result of its undo is unknown, so it is found out whether that happened: ${error.message}`
  probedUndo(turn, state, undoing, { result: 'unknown', message, error, retryAt: turn.at })
}

type Probed = EventOf<'step.probed'>['data']

export function probedUndo(
  turn: Turn,
  state: ActiveRun,
  { undoes, step }: Undoing,
  found: Pick<Probed, 'result' | 'message' | 'error' | 'retryAt'>,
): void {
  const iteration = parseEffectId(state.run, undoes)?.iteration ?? 1
  emit(turn, { type: 'step.probed', data: { iteration, step, ...found, undo: true } })
}

export function failUndo(turn: Turn, undoing: Undoing, error: EffectError, final: boolean): void {
  const { undoes, step } = undoing
  emit(turn, { type: 'compensation.failed', data: { undoes, step, error, final } })
}

type Checked = { ok: true; output: Json } | { ok: false; error: EffectError }

function checkResult(schema: JsonSchema | null, result: EffectResult): Checked {
  if (!result.ok) return { ok: false, error: loggableError(result.error) }
  const output = fromOutside(result.output)
  if (!output.ok) return { ok: false, error: badOutput(output.fault) }
  const validity = schema ? validateSchema(schema, output.value) : { ok: true as const }
  return validity.ok
    ? { ok: true, output: output.value }
    : { ok: false, error: badOutput(validity.errors[0]) }
}

function badOutput(fault: Fault | undefined): EffectError {
  const place = fault?.pointer ? ` at ${fault.pointer}` : ''
  const message = `The output${place}: ${fault?.message ?? 'not valid'}`
  return { class: 'schema', message, retryable: false, mayHaveHappened: true }
}

/** A surplus result of an undo is recorded like one of a step, once. */
function recordLateUndo(turn: Turn, state: ActiveRun | EndedRun, effect: string): Rejection | null {
  const parsed = parseEffectId(state.run, effect)
  const undoes = effect.slice(0, -'/undo'.length)
  const current = state.status === 'active' && state.undoing?.effect === effect
  const known = current || state.undone.includes(undoes) || state.notUndone.includes(undoes)
  if (!parsed || undoEffectId(undoes) !== effect || !known)
    return { code: 'unknown-effect', message: `The run never asked for ${JSON.stringify(effect)}.` }
  if (state.late.includes(effect))
    return { code: 'duplicate', message: `The result of ${effect} is on record.` }
  const message = 'The undo had settled, or another attempt took its place.'
  const { iteration, step } = parsed
  emit(turn, { type: 'step.late', data: { iteration, step, effect, message } })
  return null
}
