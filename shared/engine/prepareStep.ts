import type { Program, ProgramAction } from '../compile/program.ts'
import { applyBindings } from '../expr/bindings.ts'
import { evaluate } from '../expr/evaluate.ts'
import type { JsonObject } from '../json.ts'
import { validateSchema } from '../verify/validateSchema.ts'
import type { Scope } from './effect.ts'
import type { EffectError } from './effectError.ts'
import type { EventBody } from './event.ts'
import { type Gate, gate } from './gate.ts'
import { heldBy, leasesOf } from './leases.ts'
import { limitOfStep } from './limits.ts'
import type { PlanStep } from './plan.ts'
import { scopeOf, withRoots } from './scope.ts'
import type { ActiveRun, Iteration } from './state.ts'
import { whyNotLoggable } from './wellFormed.ts'

/** What a step does next when its turn has come. */
export type StepMove =
  | { move: 'skip'; reason: 'condition' | 'limit'; message: string }
  | { move: 'fail'; error: EffectError }
  | { move: 'ask'; decision: Extract<Gate['decision'], { is: 'ask' | 'wait' }> }
  | { move: 'acquire'; resource: string }
  | { move: 'start'; args: JsonObject }

export type PreparedStep = { notes: EventBody[]; next: StepMove }

/**
 * Looks at a step whose dependencies have settled: its condition, arguments, precondition, policies, limits and leases,
 * in that order. It changes nothing, so `decide` and `pending` come to the same answer from the same state.
 */
export function prepareStep(
  program: Program,
  state: ActiveRun,
  iteration: Iteration,
  step: PlanStep,
  at: number,
): PreparedStep {
  const action = program.actions[step.action]
  if (!action) return only(fail('configuration', `There is no action “${step.action}”.`))
  const scope = scopeOf(program, state)
  const unmet = checkCondition(step, scope)
  if (unmet) return only(unmet)
  const bound = bindStep(action, step, scope)
  if (!bound.ok) return only(bound.next)
  const withArgs = withRoots(scope, { args: bound.args })
  const unready = checkNeeds(action, withArgs)
  if (unready) return only(unready)
  const { notes, decision } = gateStep(program, state, iteration, step, bound.args, withArgs, at)
  if (decision.is === 'deny') return { notes, next: fail('policy', decision.message) }
  if (decision.is === 'ask' || decision.is === 'wait') return { notes, next: { move: 'ask', decision } }
  const limit = limitOfStep(program, state, step.action)
  if (limit) return { notes, next: { move: 'skip', reason: 'limit', message: limit.message } }
  return { notes, next: acquireOrStart(action, state, iteration, step, bound.args, withArgs, at) }
}

function checkCondition(step: PlanStep, scope: Scope): StepMove | null {
  if (step.when === null) return null
  const result = evaluate(step.when, scope)
  if (!result.ok) return fail('expression', `Its condition could not be evaluated: ${result.error}`)
  if (typeof result.value !== 'boolean') return fail('expression', 'Its condition is neither true nor false.')
  return result.value ? null : { move: 'skip', reason: 'condition', message: `Not when ${step.when}.` }
}

type BoundStep = { ok: true; args: JsonObject } | { ok: false; next: StepMove }

function bindStep(action: ProgramAction, step: PlanStep, scope: Scope): BoundStep {
  const applied = applyBindings(step.args, step.bindings, scope)
  if (!applied.ok)
    return { ok: false, next: fail('expression', `Argument ${applied.pointer}: ${applied.error}`) }
  const fault = whyNotLoggable(applied.args)
  if (fault) return { ok: false, next: fail('schema', `Argument ${fault.pointer}: ${fault.message}`) }
  const validity = action.args ? validateSchema(action.args, applied.args) : { ok: true as const }
  if (validity.ok) return { ok: true, args: applied.args }
  const [first] = validity.errors
  return {
    ok: false,
    next: fail('schema', `Argument ${first?.pointer || '(all)'}: ${first?.message ?? 'not valid'}`),
  }
}

function checkNeeds(action: ProgramAction, scope: Scope): StepMove | null {
  if (action.needs === null) return null
  const result = evaluate(action.needs, scope)
  if (!result.ok) return fail('expression', `What it needs could not be evaluated: ${result.error}`)
  return result.value === true ? null : fail('precondition', `It needs ${action.needs}.`)
}

function gateStep(
  program: Program,
  state: ActiveRun,
  iteration: Iteration,
  step: PlanStep,
  args: JsonObject,
  scope: Scope,
  at: number,
): Gate {
  const show = { step: step.id, action: step.action, args, why: step.why }
  return gate(program, state, at, {
    point: 'step',
    about: step.action,
    subject: step.id,
    scope,
    approval: {
      of: { run: state.run, iteration: iteration.number, ...show },
      subject: (policy, digest) => ({ of: 'step', policy, step: step.id, digest }),
      title: `Step ${step.id}: ${program.actions[step.action]?.title ?? step.action}`,
      show,
    },
  })
}

function acquireOrStart(
  action: ProgramAction,
  state: ActiveRun,
  iteration: Iteration,
  step: PlanStep,
  args: JsonObject,
  scope: Scope,
  at: number,
): StepMove {
  const leases = leasesOf(action, scope)
  if (!leases.ok) return fail('expression', `The name of a lease could not be made: ${leases.error}`)
  const held = new Set(
    heldBy(state, { iteration: iteration.number, step: step.id }, at).map((each) => each.resource),
  )
  const missing = leases.resources.find((resource) => !held.has(resource))
  return missing === undefined ? { move: 'start', args } : { move: 'acquire', resource: missing }
}

function only(next: StepMove): PreparedStep {
  return { notes: [], next }
}

/** A failure before the start: certain to have had no effect. */
function fail(kind: EffectError['class'], message: string): StepMove {
  return { move: 'fail', error: { class: kind, message, retryable: false, mayHaveHappened: false } }
}
