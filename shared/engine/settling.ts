import type { Program, ProgramAction } from '../compile/program.ts'
import type { Json } from '../json.ts'
import { happened, unacceptedOutput } from './actionContract.ts'
import type { Scope } from './effect.ts'
import type { EffectError } from './effectError.ts'
import { actionEffectId } from './effectId.ts'
import { applyPolicies, type Gate, gate, isGuarded, type PolicyQuestion, redacts } from './gate.ts'
import { isTimeUp } from './limits.ts'
import { itemRoots, type Planned } from './planned.ts'
import { isSafeToRepeat, mayRetry, nextAttemptAt } from './retry.ts'
import { actionScope, scopeOf, withRoots } from './scope.ts'
import type { ActiveRun, StepState } from './state.ts'
import { emit, type Turn } from './turn.ts'

/** A step that is at work, with what is known of its attempt. */
export type Attempt = {
  iteration: number
  step: Planned
  action: ProgramAction
  now: Extract<StepState, { status: 'running' | 'probing' }>
}

/** What an attempt cost, and how many steps were started in it, if it was a run. */
export type Spent = { costUsd: number; steps?: number }

const nothing: Spent = { costUsd: 0 }

/** Takes what a step brought: it succeeds when its schema, its postcondition and the policies accept it. */
export function acceptOutput(
  turn: Turn,
  state: ActiveRun,
  attempt: Attempt,
  output: Json,
  spent: Spent,
): void {
  const { iteration, step, action, now } = attempt
  const scope = () => withRoots(scopeOf(turn.program, state), { ...itemRoots(step), args: now.args, output })
  const reject = (error: EffectError) => {
    const question = outputQuestion(turn, step, scope())
    const { notes, value } = applyPolicies(turn.program, state, turn.at, question, redacts)
    for (const note of notes) emit(turn, note)
    failForGood(turn, attempt, error, { output: value, ...spent })
  }
  const unaccepted = unacceptedOutput(action, output, scope)
  if (unaccepted) return reject(unaccepted)
  const { notes, decision, value } = gateOutput(turn, state, step, output, scope)
  for (const note of notes) emit(turn, note)
  if (decision.is === 'deny')
    return failForGood(turn, attempt, happened('policy', decision.message), { output: value, ...spent })
  emit(turn, { type: 'step.succeeded', data: { ...spent, iteration, output: value, step: step.id } })
}

function gateOutput(turn: Turn, state: ActiveRun, step: Planned, output: Json, scope: () => Scope): Gate {
  if (!isGuarded(turn.program, state, { point: 'output', about: step.action }))
    return { notes: [], decision: { is: 'allow' }, value: output }
  const question = outputQuestion(turn, step, scope())
  return gate(turn.program, state, turn.at, { ...question, approval: null })
}

function outputQuestion(turn: Turn, step: Planned, scope: Scope): PolicyQuestion {
  return {
    point: 'output',
    about: step.action,
    subject: step.id,
    scope: withRoots(scope, { action: actionScope(turn.program, step.action) }),
  }
}

/** Takes a failed attempt: it is looked into, tried again, or the step has failed. */
export function failAttempt(
  turn: Turn,
  state: ActiveRun,
  attempt: Attempt,
  latest: EffectError,
  spent: Spent = nothing,
): void {
  const { action, now } = attempt
  // An earlier attempt may have been carried out even when this one certainly was not.
  const earlier = now.status === 'running' && now.error?.mayHaveHappened === true
  const error = { ...latest, mayHaveHappened: latest.mayHaveHappened || earlier }
  if (error.mayHaveHappened && !isSafeToRepeat(action)) return doubt(turn, state, attempt, error)
  retryOrFail(turn, state, attempt, error, spent)
}

/** Nobody knows whether it happened: a probe finds out, or it stays so. */
export function doubt(turn: Turn, state: ActiveRun, attempt: Attempt, error: EffectError): void {
  const { iteration, step, action } = attempt
  const of = { iteration, step: step.id }
  if (action.probe === null || !goesOn(turn.program, state, turn.at))
    return emit(turn, { type: 'step.uncertain', data: { ...of, error } })
  const message = `Its result is unknown, so it is found out whether it happened: ${error.message}`
  emit(turn, {
    type: 'step.probed',
    data: { ...of, result: 'unknown', message, error, retryAt: turn.at },
  })
}

/** Tries again while attempts and time are left. */
export function retryOrFail(
  turn: Turn,
  state: ActiveRun,
  attempt: Attempt,
  error: EffectError,
  spent: Spent = nothing,
): void {
  const { iteration, step, action, now } = attempt
  if (!goesOn(turn.program, state, turn.at) || !mayRetry(action, error, now.attempt))
    return failForGood(turn, attempt, error, spent)
  const effect = actionEffectId(state.run, iteration, step.id)
  const failed = { seed: state.seed, effect, attempt: now.attempt, error, at: turn.at }
  const notBefore = nextAttemptAt(action, failed)
  if (notBefore >= endOfAttempts(action, now)) return failForGood(turn, attempt, outOfTime(action, error))
  emit(turn, {
    type: 'step.retried',
    data: { iteration, step: step.id, error, attempt: now.attempt + 1, notBefore },
  })
}

/** Whether the run may still send something for a step. */
export function goesOn(program: Program, state: ActiveRun, at: number): boolean {
  return state.cancel === null && !isTimeUp(program, state, at)
}

/** When no attempt of a step may leave any more. */
export function endOfAttempts({ totalSeconds }: ProgramAction, { startedAt }: { startedAt: number }): number {
  return totalSeconds === null ? Number.POSITIVE_INFINITY : startedAt + Math.ceil(totalSeconds * 1000)
}

export function outOfTime({ totalSeconds }: ProgramAction, last: EffectError): EffectError {
  const message = `It may take ${totalSeconds} seconds with all attempts, and no other fits. The last failed: ${last.message}`
  return { class: 'timeout', message, retryable: false, mayHaveHappened: last.mayHaveHappened }
}

export function failForGood(
  turn: Turn,
  { iteration, step, now }: Attempt,
  error: EffectError,
  { output, costUsd, steps }: { output?: Json } & Spent = nothing,
): void {
  emit(turn, {
    type: 'step.failed',
    data: {
      iteration,
      step: step.id,
      error,
      attempts: now.attempt,
      ...(output === undefined ? {} : { output }),
      ...(costUsd === 0 ? {} : { costUsd }),
      ...(steps ? { steps } : {}),
    },
  })
}
