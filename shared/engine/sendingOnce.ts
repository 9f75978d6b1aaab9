import type { ProgramAction } from '../compile/program.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Policy } from '../graph/policy.ts'
import type { JsonSchema } from '../graph/text.ts'
import type { Json, JsonObject } from '../json.ts'
import { dataClassesOf } from '../policy/dataClasses.ts'
import { type AppliedPolicy, evaluatePolicy, redactionsOf } from '../policy/evaluatePolicies.ts'
import { redact } from '../policy/redact.ts'
import {
  happened,
  notBegun,
  redactedArgs,
  unacceptedOutput,
  unfitArgs,
  unmetNeeds,
} from './actionContract.ts'
import type { Scope } from './effect.ts'
import type { EffectError } from './effectError.ts'
import { loggableError } from './loggableError.ts'
import { isSafeToRepeat, mayRetry } from './retry.ts'
import { actionFacts, withRoots } from './scope.ts'
import { asTimeText } from './time.ts'

/** An action whose call is sent by itself, outside of any run, and what would be asked about it in one. */
export type OnceAction = {
  node: NodeId
  action: ProgramAction
  /** The schema of the trigger’s input. */
  input: JsonSchema | null
  /** The planners that may use it. */
  planners: readonly NodeId[]
  policies: readonly Policy[]
}

export type PreparedOnce = { ok: true; scope: Scope } | { ok: false; error: EffectError }

/**
 * What the call of an action reads when it is sent by itself, or why it must not be. `values` stand in for a run. The arguments are checked
 * as those of a step are, and policies hold as they do at input, plan and step: what would ask for an approval is refused, for only a run
 * can get one.
 */
export function prepareOnce(
  of: OnceAction,
  values: Scope,
  { at, by }: { at: number; by: string },
): PreparedOnce {
  const { action, node } = of
  const args = asObject(values['args'])
  const unfit = unfitArgs(action, args)
  if (unfit) return { ok: false, error: unfit }
  const came = cameIn(values, at, by)
  const atInput = appliedAt(of, 'input', came, at)
  const input = redact(came['input'] ?? null, redactionsOf(atInput))
  const planned = withRoots(came, { input, plan: planOf(node, args) })
  const scope = withRoots(planned, { args })
  const unmet = unmetNeeds(action, scope)
  if (unmet) return { ok: false, error: unmet }
  const atStep = appliedAt(of, 'step', scope, at)
  const before = [...atInput, ...appliedAt(of, 'plan', planned, at), ...atStep]
  const stops =
    before.find(({ effect }) => effect === 'deny') ??
    before.find(({ effect }) => effect === 'require-approval')
  if (stops) return { ok: false, error: notBegun('policy', whyStopped(stops)) }
  const pointers = redactionsOf(atStep)
  if (pointers.length === 0) return { ok: true, scope }
  const sent = redactedArgs(action, redact(args, pointers))
  return sent.ok ? { ok: true, scope: withRoots(scope, { args: sent.args }) } : sent
}

/** What it brought, as the log of a run would hold it, and why a run would not take it; null when it would. */
export function judgeOnce(
  of: OnceAction,
  scope: Scope,
  output: Json,
  at: number,
): { output: Json; error: EffectError | null } {
  const brought = withRoots(scope, { output })
  const applied = appliedAt(of, 'output', brought, at)
  const shown = redact(output, redactionsOf(applied))
  const unaccepted = unacceptedOutput(of.action, output, () => brought)
  if (unaccepted) return { output: shown, error: unaccepted }
  const denial = applied.find(({ effect }) => effect === 'deny')
  return { output: shown, error: denial ? happened('policy', denial.message) : null }
}

/** What a run does after such a first attempt of a step. */
export type AfterOnce = 'succeeds' | 'tries-again' | 'asks-probe' | 'is-uncertain' | 'fails'

/** `failed` is why the call failed, and `refused` why what it brought is not taken. */
export function afterOnce(
  action: ProgramAction,
  failed: EffectError | null,
  refused: EffectError | null,
): AfterOnce {
  if (failed === null) return refused === null ? 'succeeds' : 'fails'
  const error = loggableError(failed)
  if (error.mayHaveHappened && !isSafeToRepeat(action))
    return action.probe === null ? 'is-uncertain' : 'asks-probe'
  return mayRetry(action, error, 1) ? 'tries-again' : 'fails'
}

/** What a run reads before there is a plan, out of values. */
function cameIn(values: Scope, at: number, by: string): Scope {
  const { args: _args, ...given } = values
  const request = { source: 'api', method: 'POST', headers: {}, ...asObject(given['request']) }
  const run = { id: 'once', iteration: 1, seed: 0, startedAt: at, costUsd: 0, steps: 0, stopReason: null }
  return {
    input: {},
    steps: {},
    facts: {},
    ...given,
    plan: null,
    verdict: null,
    passed: null,
    sentBack: null,
    // Policies decide by it, so whoever sends can’t make it up.
    request: { ...request, by },
    run: { ...run, ...asObject(given['run']) },
  }
}

/** A plan of one step. */
const planOf = (action: NodeId, args: JsonObject): JsonObject => ({
  version: '',
  steps: [{ id: 'once', action, args, why: '' }],
  rationale: '',
  expected: null,
})

type Point = Exclude<Policy['at'], 'verdict'>

/** The policies that apply at a point, over what they read there in a run; what the loop did lately is not known. */
function appliedAt(of: OnceAction, point: Point, scope: Scope, at: number): AppliedPolicy[] {
  const { node, planners, policies, action } = of
  const about = point === 'plan' ? planners : [node]
  const isAsked = ({ at: where, on }: Policy) =>
    where === point && (point === 'input' || on === undefined || about.some((id) => on.includes(id)))
  const schemas = { input: of.input, plan: action.args, step: action.args, output: action.output }
  const seen = {
    now: asTimeText(at),
    recent: null,
    classes: [...dataClassesOf(schemas[point])],
    ...(point === 'step' || point === 'output' ? { action: actionFacts(node, action) } : {}),
  }
  const read = withRoots(scope, seen)
  return policies
    .filter(isAsked)
    .flatMap((policy) => evaluatePolicy(policy, read) ?? [])
    .filter(({ dryRun }) => !dryRun)
}

function whyStopped({ policy, effect, message }: AppliedPolicy): string {
  if (effect === 'deny') return message
  return `The policy “${policy.title}” asks for an approval first, which only a run can get: ${message}`
}

const asObject = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
