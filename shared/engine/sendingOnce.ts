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
import { isSafeToRepeat, mayRetry } from './retry.ts'
import { actionFacts, withRoots } from './scope.ts'
import { asTimeText } from './time.ts'

/** An action whose call is sent by itself, outside of any run, and what would be asked about it in one. */
export type OnceAction = {
  node: NodeId
  action: ProgramAction
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
  const { action } = of
  const args = asObject(values['args'])
  const unfit = unfitArgs(action, args)
  if (unfit) return { ok: false, error: unfit }
  const given = onceScope(of, { ...values, args }, at, by)
  const atInput = appliedAt(of, 'input', policyRoots(of, given, at))
  const scope = withRoots(given, { input: redact(given['input'] ?? null, redactionsOf(atInput)) })
  const unmet = unmetNeeds(action, scope)
  if (unmet) return { ok: false, error: unmet }
  const asked = policyRoots(of, scope, at)
  const atStep = appliedAt(of, 'step', asked)
  const before = [...atInput, ...appliedAt(of, 'plan', asked), ...atStep]
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
  const applied = appliedAt(of, 'output', policyRoots(of, brought, at, of.action.output))
  const shown = redact(output, redactionsOf(applied))
  const unaccepted = unacceptedOutput(of.action, output, brought)
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
  if (failed.mayHaveHappened && !isSafeToRepeat(action))
    return action.probe === null ? 'is-uncertain' : 'asks-probe'
  return mayRetry(action, failed, 1) ? 'tries-again' : 'fails'
}

function onceScope(
  { node }: OnceAction,
  values: Scope & { args: JsonObject },
  at: number,
  by: string,
): Scope {
  const step = { id: 'once', action: node, args: values.args, why: '' }
  const request = { source: 'api', method: 'POST', headers: {}, ...asObject(values['request']), by }
  const run = { id: 'once', iteration: 1, seed: 0, startedAt: at, costUsd: 0, steps: 1, stopReason: null }
  return {
    input: {},
    steps: {},
    facts: {},
    verdict: null,
    passed: null,
    sentBack: null,
    ...values,
    // Policies decide by these, so who sends can't make them up.
    request,
    run: { ...run, ...asObject(values['run']) },
    plan: { version: '', steps: [step], rationale: '', expected: null },
  }
}

/** What policies read besides: what they do in a run, without what the loop did lately. */
function policyRoots(
  { node, action }: OnceAction,
  scope: Scope,
  at: number,
  schema: JsonSchema | null = action.args,
): Scope {
  const classes = [...dataClassesOf(schema)]
  return withRoots(scope, { action: actionFacts(node, action), now: asTimeText(at), recent: null, classes })
}

function appliedAt(
  { node, planners, policies }: OnceAction,
  point: Policy['at'],
  scope: Scope,
): AppliedPolicy[] {
  const about = point === 'plan' ? planners : [node]
  const isAsked = ({ at, on }: Policy) =>
    at === point && (point === 'input' || on === undefined || about.some((id) => on.includes(id)))
  return policies
    .filter(isAsked)
    .flatMap((policy) => evaluatePolicy(policy, scope) ?? [])
    .filter(({ dryRun }) => !dryRun)
}

function whyStopped({ policy, effect, message }: AppliedPolicy): string {
  if (effect === 'deny') return message
  return `The policy “${policy.title}” asks for an approval first, which only a run can get: ${message}`
}

const asObject = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
