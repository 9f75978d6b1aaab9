import type { Program, ProgramAction } from '../compile/program.ts'
import { render } from '../expr/template.ts'
import type { JsonObject } from '../json.ts'
import { validateSchema } from '../verify/validateSchema.ts'
import { argsFault } from './actionContract.ts'
import type { EffectError } from './effectError.ts'
import { undoEffectId } from './effectId.ts'
import type { EffectId } from './event.ts'
import { effectOf, startedSteps } from './evolvePlanning.ts'
import { nextAttemptAt } from './retry.ts'
import { undoScope } from './scope.ts'
import { mayHaveHappened } from './standing.ts'
import type { ActiveRun, PastStep, Undoing } from './state.ts'
import { emit, type Turn } from './turn.ts'
import { whyNotLoggable } from './wellFormed.ts'

/**
 * Undoes what was done, one effect at a time, the last started first. `done` says that nothing is left to undo, `moved`
 * that something was recorded, `waiting` that the host is at it.
 */
export function compensate(turn: Turn, state: ActiveRun): 'done' | 'moved' | 'waiting' {
  if (state.undoing)
    return state.undoing.failed ? retry(turn, state, state.undoing, state.undoing.failed) : 'waiting'
  const step = nextToUndo(turn, state)
  if (!step) return 'done'
  startUndo(turn, state, step)
  return 'moved'
}

/** The last started step that is to be undone, and is not undone nor given up. */
function nextToUndo({ program }: Turn, state: ActiveRun): PastStep | null {
  const over = new Set([...state.undone, ...state.notUndone])
  const lastOf = (steps: readonly PastStep[]) =>
    toUndo(program, state, steps).findLast(({ effect }) => !over.has(effect))?.step
  return lastOf(startedSteps(state.iteration)) ?? lastOf(state.past) ?? null
}

type ToUndo = readonly { step: PastStep; effect: EffectId }[]

const known = new WeakMap<readonly PastStep[], { program: Program; found: ToUndo }>()

/** Those of some steps that are to be undone. Looked at once: while a run rolls back, its steps stay as they are. */
function toUndo(program: Program, state: ActiveRun, steps: readonly PastStep[]): ToUndo {
  const before = known.get(steps)
  if (before?.program === program) return before.found
  const found = steps
    .filter((step) => isToUndo(program.actions[step.action], step))
    .map((step) => ({ step, effect: effectOf(state, step) }))
  known.set(steps, { program, found })
  return found
}

/** What may have happened and has an undo, unless its action says that an undo is not for what came of it. */
function isToUndo(action: ProgramAction | undefined, step: PastStep): boolean {
  if (action?.undo == null || !mayHaveHappened(step)) return false
  return step.status === 'succeeded' || action.undoOn.includes(step.status)
}

function startUndo(turn: Turn, state: ActiveRun, step: PastStep): void {
  const undoes = effectOf(state, step)
  const undo = turn.program.actions[step.action]?.undo
  const action = undo && turn.program.actions[undo.action]
  if (!undo || !action) return giveUp(turn, undoes, step, 'configuration', 'There is no such action.')
  const rendered = render(undo.args, undoScope(turn.program, state, step))
  if (!rendered.ok)
    return giveUp(turn, undoes, step, 'expression', `Argument ${rendered.pointer}: ${rendered.error}`)
  const fault = unfitUndoArgs(action, rendered.value as JsonObject)
  if (fault) return giveUp(turn, undoes, step, 'schema', fault)
  emit(turn, {
    type: 'compensation.started',
    data: {
      undoes,
      step: step.step,
      action: undo.action,
      effect: undoEffectId(undoes),
      args: rendered.value as JsonObject,
      attempt: 1,
      notBefore: null,
    },
  })
}

function unfitUndoArgs(action: ProgramAction, args: JsonObject): string | null {
  const fault = whyNotLoggable(args)
  if (fault) return `Argument ${fault.pointer}: ${fault.message}`
  if (!action.args) return null
  const validity = validateSchema(action.args, args)
  return validity.ok ? null : argsFault(validity.errors)
}

function giveUp(
  turn: Turn,
  undoes: EffectId,
  step: PastStep,
  kind: EffectError['class'],
  message: string,
): void {
  const error: EffectError = { class: kind, message, retryable: false, mayHaveHappened: false }
  emit(turn, { type: 'compensation.failed', data: { undoes, step: step.step, error, final: true } })
}

function retry(turn: Turn, state: ActiveRun, undoing: Undoing, error: EffectError): 'moved' {
  const { failed: _failed, probing: _probing, probes: _probes, ...start } = undoing
  const action = turn.program.actions[undoing.action]
  const { effect, attempt } = undoing
  const notBefore = action
    ? nextAttemptAt(action, { seed: state.seed, effect, attempt, error, at: state.at })
    : state.at
  emit(turn, { type: 'compensation.started', data: { ...start, attempt: attempt + 1, notBefore } })
  return 'moved'
}
