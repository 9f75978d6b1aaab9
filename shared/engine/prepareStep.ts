import type { Program, ProgramAction } from '../compile/program.ts'
import { applyBindings } from '../expr/bindings.ts'
import { evaluate } from '../expr/evaluate.ts'
import { LruCache } from '../expr/lruCache.ts'
import { type References, referencesOf, templateReferences } from '../expr/references.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Json, JsonObject } from '../json.ts'
import { notBegun, redactedArgs, unfitArgs, unmetNeeds } from './actionContract.ts'
import { assumptionEvents, checkStepAssumptions, failedOf } from './assuming.ts'
import type { Scope } from './effect.ts'
import type { EffectError } from './effectError.ts'
import type { EventBody, StopReason } from './event.ts'
import { type Gate, gate } from './gate.ts'
import { askerAt } from './gateApproval.ts'
import { heldBy, leasesOf } from './leases.ts'
import { limitOfStep, staleInput } from './limits.ts'
import { deepest } from './parentFault.ts'
import type { PlanStep } from './plan.ts'
import { itemRoots, type Planned } from './planned.ts'
import { actionScope, scopeFor, scopeOf, withRoots } from './scope.ts'
import { renderShown } from './shown.ts'
import type { ActiveRun, Iteration } from './state.ts'
import { endOfWait } from './waiting.ts'
import { whyNotLoggable } from './wellFormed.ts'

/** What a step does next when its turn has come. */
export type StepMove =
  | { move: 'skip'; reason: 'condition' | 'limit'; message: string; limit?: StopReason }
  | { move: 'fail'; error: EffectError }
  | { move: 'ask'; decision: Extract<Gate['decision'], { is: 'ask' | 'wait' }> }
  | { move: 'acquire'; resource: string }
  /** It has to be found out whether these hosts answer. */
  | { move: 'reach'; hosts: readonly string[] }
  | { move: 'expand'; items: readonly Json[] }
  /** `until`: for a wait, when it is over. */
  | { move: 'start'; args: JsonObject; until: number | null }

export type PreparedStep = { notes: EventBody[]; next: StepMove }

/**
 * Looks at a step whose dependencies have settled: its condition, arguments, precondition, policies, limits, assumptions and leases,
 * in that order. It changes nothing, so `decide` and `pending` come to the same answer from the same state.
 */
export function prepareStep(
  program: Program,
  state: ActiveRun,
  iteration: Iteration,
  step: Planned,
  at: number,
): PreparedStep {
  const action = program.actions[step.action]
  if (!action) return only(fail('configuration', `There is no action “${step.action}”.`))
  if (step.map) return only(expand(step.map, scopeOf(program, state)))
  const scope = withRoots(scopeOf(program, state), itemRoots(step))
  const unwanted = checkCondition(step, scope)
  if (unwanted) return only(unwanted)
  const bound = bindStep(action, step, scope)
  if (!bound.ok) return only(bound.next)
  const withArgs = withRoots(scope, { args: bound.args })
  const unmet = unmetNeeds(action, withArgs)
  if (unmet) return only({ move: 'fail', error: unmet })
  const gated = gateStep(program, state, iteration, step, withArgs, at)
  const { notes, decision } = gated
  if (decision.is === 'deny') return { notes, next: fail('policy', decision.message) }
  const sent = sentArgs(action, bound.args, gated.value)
  if (!sent.ok) return { notes, next: sent.next }
  if (decision.is === 'ask' || decision.is === 'wait') return { notes, next: { move: 'ask', decision } }
  const limit = staleInput(program, state, at) ?? limitOfStep(program, state, iteration, step)
  if (limit)
    return { notes, next: { move: 'skip', reason: 'limit', message: limit.message, limit: limit.reason } }
  const assumed = checkStepAssumptions(program, state, iteration.plan, step.id, withArgs)
  const seen = assumptionEvents(iteration.number, assumed)
  const [failed] = failedOf(assumed)
  if (failed) return { notes: [...notes, ...seen], next: fail('assumption', failed.message) }
  if (assumed.ask.length > 0) return { notes, next: { move: 'reach', hosts: assumed.ask } }
  const { args } = sent
  const asSent = args === bound.args ? withArgs : withRoots(scope, { args })
  const next = acquireOrStart(action, state, iteration, step, args, asSent, at)
  return { notes: next.move === 'start' ? [...notes, ...seen] : notes, next }
}

function checkCondition(step: PlanStep, scope: Scope): StepMove | null {
  if (step.when === null) return null
  const result = evaluate(step.when, scopeFor(scope, referencesOf(step.when)))
  if (!result.ok) return fail('expression', `Its condition could not be evaluated: ${result.error}`)
  if (typeof result.value !== 'boolean') return fail('expression', 'Its condition is neither true nor false.')
  return result.value ? null : { move: 'skip', reason: 'condition', message: `Not when ${step.when}.` }
}

/** A step that has no place yet is looked at again and again. */
const bindingReads = new LruCache<PlanStep['bindings'], References>(256)

function readsOf(bindings: PlanStep['bindings']): References {
  return bindingReads.get(bindings, () => templateReferences(bindings))
}

function bindArgs({ args, bindings }: PlanStep, scope: Scope): ReturnType<typeof applyBindings> {
  if (Object.keys(bindings).length === 0) return { ok: true, args }
  return applyBindings(args, bindings, scopeFor(scope, readsOf(bindings)))
}

type BoundStep = { ok: true; args: JsonObject } | { ok: false; next: StepMove }

function bindStep(action: ProgramAction, step: PlanStep, scope: Scope): BoundStep {
  const applied = bindArgs(step, scope)
  if (!applied.ok)
    return { ok: false, next: fail('expression', `Argument ${applied.pointer}: ${applied.error}`) }
  const fault = whyNotLoggable(applied.args)
  if (fault) return { ok: false, next: fail('schema', `Argument ${fault.pointer}: ${fault.message}`) }
  const error = unfitArgs(action, applied.args)
  return error ? { ok: false, next: { move: 'fail', error } } : { ok: true, args: applied.args }
}

function gateStep(
  program: Program,
  state: ActiveRun,
  iteration: Iteration,
  step: Planned,
  scope: Scope,
  at: number,
): Gate {
  return gate(program, state, at, {
    point: 'step',
    about: step.action,
    subject: step.id,
    scope: withRoots(scope, { action: actionScope(program, step.action) }),
    askers: askerAt(program, program.actions[step.action]?.approval),
    approval: (args) => {
      const show = { step: step.id, action: step.action, args, why: step.why }
      return {
        of: { run: state.run, iteration: iteration.number, ...show },
        subject: (policy, digest) => ({ of: 'step', policy, step: step.id, digest }),
        title: `Step ${step.id}: ${program.actions[step.action]?.title ?? step.action}`,
        show: { ...show, ...shownAt(program, step.action, withRoots(scope, { args })) },
      }
    },
  })
}

/** What the approval node before an action shows besides the step. It is made when it is asked, and binds nobody. */
function shownAt(program: Program, action: NodeId, scope: Scope): { shown?: Json } {
  const node = program.actions[action]?.approval
  const show = node === undefined ? null : (program.approvals[node]?.show ?? null)
  return show === null ? {} : { shown: renderShown(show, scope) }
}

/** The arguments as they are sent. */
function sentArgs(action: ProgramAction, bound: JsonObject, gated: Json): BoundStep {
  if (gated === bound) return { ok: true, args: bound }
  const sent = redactedArgs(action, gated)
  return sent.ok ? sent : { ok: false, next: { move: 'fail', error: sent.error } }
}

function acquireOrStart(
  action: ProgramAction,
  state: ActiveRun,
  iteration: Iteration,
  step: Planned,
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
  return missing === undefined
    ? start(action, state, args, scope, at)
    : { move: 'acquire', resource: missing }
}

function start(
  { call }: ProgramAction,
  { parent }: ActiveRun,
  args: JsonObject,
  scope: Scope,
  at: number,
): StepMove {
  if (call.uses === 'loop' && (parent?.depth ?? 0) >= deepest)
    return fail('child', `Runs may nest ${deepest} deep, and this one is that deep already.`)
  const end = call.uses === 'wait' ? endOfWait(call, scope, at) : null
  return end?.ok === false
    ? fail('expression', end.error)
    : { move: 'start', args, until: end?.until ?? null }
}

/** The items of a step that maps over a list. */
function expand({ over, max }: NonNullable<PlanStep['map']>, scope: Scope): StepMove {
  const result = evaluate(over, scope)
  if (!result.ok) return fail('expression', `The list it maps over could not be evaluated: ${result.error}`)
  const { value } = result
  if (!Array.isArray(value)) return fail('expression', `It maps over ${over}, which is no list.`)
  if (value.length > max)
    return fail('limit', `It maps over ${value.length} items, and may over ${max} at most.`)
  const fault = whyNotLoggable(value)
  return fault ? fail('schema', `Item ${fault.pointer}: ${fault.message}`) : { move: 'expand', items: value }
}

function only(next: StepMove): PreparedStep {
  return { notes: [], next }
}

function fail(kind: EffectError['class'], message: string): StepMove {
  return { move: 'fail', error: notBegun(kind, message) }
}
