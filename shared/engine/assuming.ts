import type { Program } from '../compile/program.ts'
import { evaluate } from '../expr/evaluate.ts'
import { referencesOf } from '../expr/references.ts'
import type { Assumption } from '../graph/assumption.ts'
import type { ResourceName, StepId } from '../graph/ids.ts'
import { standsFor } from '../plan/draft.ts'
import type { PlanReason } from '../plan/reason.ts'
import type { Scope } from './effect.ts'
import type { EventBody, StepRef } from './event.ts'
import { factsOf } from './facts.ts'
import type { Plan } from './plan.ts'
import type { ActiveRun } from './state.ts'
import { timeWords } from './timeWords.ts'

/** How long it counts, in seconds of run time, that a host answered. */
const reachSeconds = 30

type Checked = { of: StepRef | null; assumption: Assumption; holds: boolean; message: string }

/** What is known of a plan's assumptions: what was looked at, and the hosts of which it has to be found out. */
export type Assumed = { checked: readonly Checked[]; ask: readonly ResourceName[] }

const none: Assumed = { checked: [], ask: [] }

/** Looks at everything a plan takes for granted, but what only the turn of a step can tell. */
export function checkPlanAssumptions(program: Program, state: ActiveRun, plan: Plan, scope: Scope): Assumed {
  if (plan.assumes.length === 0) return none
  const now = plan.assumes.filter((each) => !readsStep(each.assumption) && !isBrought(program, plan, each))
  return look(
    program,
    state,
    plan,
    scope,
    now.map(({ step, assumption }) => ({ of: step, assumption })),
  )
}

/** Looks at what a step takes for granted, itself or with the whole plan, when its turn has come. */
export function checkStepAssumptions(
  program: Program,
  state: ActiveRun,
  plan: Plan | null,
  step: StepRef,
  scope: Scope,
): Assumed {
  if (!plan || plan.assumes.length === 0) return none
  const id = step.replace(/\[\d+\]$/, '')
  const its = plan.assumes.filter((each) => each.step === null || each.step === id)
  return look(
    program,
    state,
    plan,
    scope,
    its.map(({ assumption }) => ({ of: step, assumption })),
  )
}

/** Conditions on a step's arguments, or on what other steps brought, can't be looked at before. */
function readsStep(assumption: Assumption): boolean {
  if (assumption.type !== 'holds') return false
  const { roots } = referencesOf(assumption.expr)
  return ['args', 'steps', 'item', 'index'].some((root) => roots.has(root))
}

/** What is about facts that the plan's own steps bring, or bring anew, is looked at when the step's turn has come that needs it. */
function isBrought(program: Program, plan: Plan, { step, assumption }: Plan['assumes'][number]): boolean {
  if (step === null) return false
  const others = plan.steps.filter(({ id }) => id !== step)
  const brought = new Set(others.flatMap(({ action }) => program.actions[action]?.gives ?? []))
  switch (assumption.type) {
    case 'fresh':
      return brought.has(assumption.what)
    case 'holds': {
      const { facts, open } = referencesOf(assumption.expr)
      return open.has('facts') ? brought.size > 0 : [...facts].some((name) => brought.has(name))
    }
    case 'reachable':
      return false
  }
}

function look(
  program: Program,
  state: ActiveRun,
  plan: Plan,
  scope: Scope,
  entries: readonly Pick<Checked, 'of' | 'assumption'>[],
): Assumed {
  const checked: Checked[] = []
  const ask = new Set<ResourceName>()
  for (const { of, assumption } of entries) {
    const result = lookAt(program, state, plan, scope, assumption)
    if (result === 'unknown' && assumption.type === 'reachable') ask.add(assumption.host)
    if (result !== 'unknown') checked.push({ of, assumption, ...result })
  }
  return { checked, ask: [...ask] }
}

type Found = { holds: boolean; message: string }

function lookAt(
  program: Program,
  state: ActiveRun,
  plan: Plan,
  scope: Scope,
  assumption: Assumption,
): Found | 'unknown' {
  switch (assumption.type) {
    case 'holds': {
      const result = evaluate(assumption.expr, scope)
      if (!result.ok) return { holds: false, message: `${assumption.message} (${result.error})` }
      const holds = result.value === true
      return { holds, message: holds ? `${assumption.expr} holds.` : assumption.message }
    }
    case 'fresh':
      return freshness(program, state, assumption)
    case 'reachable':
      return reachability(state, plan, assumption.host)
  }
}

function freshness(
  program: Program,
  state: ActiveRun,
  { what, seconds }: Extract<Assumption, { type: 'fresh' }>,
): Found {
  const name = what === 'input' ? 'The input' : `The fact “${what}”`
  const since = what === 'input' ? state.observedAt : factsOf(program, state).get(what)?.at
  if (since === undefined) return { holds: false, message: `${name} is not known.` }
  const age = (state.at - since) / 1000
  const holds = age <= seconds
  const message = `${name} is ${timeWords(age)} old; at most ${timeWords(seconds)} are allowed.`
  return { holds, message }
}

/** That a host answered counts for a while; that it did not counts against the plan that asked, and no other. */
function reachability(state: ActiveRun, plan: Plan, host: ResourceName): Found | 'unknown' {
  const known = Object.hasOwn(state.reached, host) ? state.reached[host] : undefined
  if (!known || state.at - known.at > reachSeconds * 1000) return 'unknown'
  if (!known.reachable && known.plan !== plan.version) return 'unknown'
  return { holds: known.reachable, message: reachWords(host, known.reachable) }
}

export function reachWords(host: ResourceName, reachable: boolean): string {
  return reachable ? `The host “${host}” answers.` : `The host “${host}” does not answer.`
}

/** What goes on record. Whether a host answers is on record already, from when it was found out. */
export function assumptionEvents(iteration: number, assumed: Assumed): EventBody[] {
  return assumed.checked
    .filter(({ assumption }) => assumption.type !== 'reachable')
    .map((data) => ({ type: 'assumption.checked', data: { iteration, ...data } }))
}

export function failedOf({ checked }: Assumed): readonly Checked[] {
  return checked.filter(({ holds }) => !holds)
}

/** Why a plan is rejected whose assumptions fail. A fallback's blame falls on the step that it stands in for. */
export function assumptionReasons(plan: Plan, failed: readonly Checked[]): PlanReason[] {
  return failed.map(({ of, message }) => ({
    code: 'assumption',
    message: of === null ? message : `Step “${of}”: ${message}`,
    ...(of === null ? {} : { step: standsFor(plan.steps, of as StepId) }),
  }))
}

/** What a host is asked for in a plan: for all of it, or for steps. Each gets its entry in the log. */
export function needersOf(plan: Plan, host: ResourceName): (StepId | null)[] {
  const needers = plan.assumes.flatMap(({ step, assumption }) =>
    assumption.type === 'reachable' && assumption.host === host ? [step] : [],
  )
  return [...new Set(needers)]
}
