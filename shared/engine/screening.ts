import type { Program } from '../compile/program.ts'
import { referencesOf } from '../expr/references.ts'
import type { Policy } from '../graph/policy.ts'
import type { Json, JsonObject } from '../json.ts'
import { placesAt } from '../policy/redact.ts'
import { planDigest } from '../privacy/planDigest.ts'
import type { EventBody, EventOf } from './event.ts'
import { accepted } from './evolveRun.ts'
import { type Applied, applyPolicies, redacts } from './gate.ts'
import type { Plan, PlanStep } from './plan.ts'
import { actionScope, scopeOf, withRoots } from './scope.ts'
import type { ActiveRun } from './state.ts'

/**
 * An acceptance as it may be logged. Where something is hidden, every policy at input is asked here, over the input as it came, since nobody
 * can tell afterwards; what they say is on record, and holds.
 */
export function screenInput(
  program: Program,
  data: EventOf<'run.accepted'>['data'],
  at: number,
): { data: EventOf<'run.accepted'>['data']; notes: EventBody[] } {
  if (!hides(program, 'input')) return { data, notes: [] }
  const state = accepted(data, at)
  const about = program.trigger.node
  const question = { point: 'input', about, subject: null, scope: scopeOf(program, state) } as const
  const { pointers, value, notes } = applyPolicies(program, state, at, question, losesSight('input'))
  return pointers.length === 0 ? { data, notes: [] } : { data: { ...data, input: value }, notes }
}

/** Policies that hide something, and those that could not tell any more when it is hidden. */
function losesSight(root: 'input' | 'args'): (policy: Policy) => boolean {
  return (policy) => redacts(policy) || referencesOf(policy.when).roots.has(root)
}

function hides(program: Program, point: Policy['at']): boolean {
  return program.policies.some((policy) => policy.at === point && redacts(policy))
}

/** A plan as it may be logged: with the arguments as its steps will send them, as far as that is known. */
export function screenPlan(
  program: Program,
  state: ActiveRun,
  at: number,
  plan: Plan,
): { plan: Plan; notes: EventBody[] } {
  if (!hides(program, 'step')) return { plan, notes: [] }
  const screened = plan.steps.map((step) => screenStep(program, state, at, step))
  if (screened.every(({ step }, place) => step === plan.steps[place])) return { plan, notes: [] }
  const { digest: _, ...body } = { ...plan, steps: screened.map(({ step }) => step) }
  return { plan: { ...body, digest: planDigest(body) }, notes: screened.flatMap(({ notes }) => notes) }
}

/** What a planner proposed, in whatever form, as it may be logged. */
export function screenProposal(
  program: Program,
  state: ActiveRun,
  at: number,
  proposal: Json,
): { proposal: Json; notes: EventBody[] } {
  const steps = isObject(proposal) ? proposal['steps'] : proposal
  if (!hides(program, 'step') || !Array.isArray(steps)) return { proposal, notes: [] }
  const notes: EventBody[] = []
  const screened = steps.map((step): Json => {
    const [id, action, args] = isObject(step) ? [step['id'], step['action'], step['args']] : []
    if (!isObject(step) || typeof id !== 'string' || typeof action !== 'string' || !isObject(args ?? null))
      return step
    const {
      pointers,
      value,
      notes: more,
    } = askAbout(program, state, at, {
      id,
      action,
      args: args as JsonObject,
      bindings: isObject(step['bindings'] ?? null) ? (step['bindings'] as JsonObject) : {},
    })
    notes.push(...more)
    // What was said of a step of this name before is on record, and hides what comes under it now all the same.
    return pointers.length === 0 ? step : { ...step, args: value }
  })
  return { proposal: isObject(proposal) ? { ...proposal, steps: screened } : screened, notes }
}

/** Arguments that a person gives steps, as they may be logged; what was said of those steps before holds no more. */
export function screenEdit(
  program: Program,
  state: ActiveRun,
  at: number,
  steps: readonly PlanStep[],
): { steps: PlanStep[]; notes: EventBody[] } {
  const ids = new Set<string>(steps.map(({ id }) => id))
  const iteration = state.iteration && {
    ...state.iteration,
    held: state.iteration.held.filter(({ subject }) => subject === null || !ids.has(subject)),
  }
  const screened = steps.map((step) => screenStep(program, { ...state, iteration }, at, step))
  return { steps: screened.map(({ step }) => step), notes: screened.flatMap(({ notes }) => notes) }
}

function screenStep(
  program: Program,
  state: ActiveRun,
  at: number,
  step: PlanStep,
): { step: PlanStep; notes: EventBody[] } {
  const { pointers, value, notes } = askAbout(program, state, at, step)
  if (pointers.length === 0 || !isObject(value)) return { step, notes: [] }
  const hidden = pointers.flatMap((pointer) => placesAt(step.args, pointer))
  const isHidden = (pointer: string) =>
    hidden.some((place) => pointer === place || pointer.startsWith(`${place}/`))
  const bindings = Object.entries(step.bindings).filter(([pointer]) => !isHidden(pointer))
  return { step: { ...step, args: value, bindings: Object.fromEntries(bindings) }, notes }
}

/** Asks about a step before there is a plan. Without anything to hide nothing is asked: its turn is soon enough. */
function askAbout(
  program: Program,
  state: ActiveRun,
  at: number,
  { id, action, args, bindings }: Pick<PlanStep, 'id' | 'action' | 'args'> & { bindings: JsonObject },
): Applied {
  const scope = withRoots(scopeOf(program, state), { args, action: actionScope(program, action) })
  const question = { point: 'step', about: action, subject: id, scope, early: true } as const
  const isBound = Object.keys(bindings).length > 0
  const looks = (policy: Policy) => losesSight('args')(policy) && isKnownBefore(policy, isBound)
  const found = applyPolicies(program, state, at, question, looks)
  return found.pointers.length === 0 ? { ...found, notes: [] } : found
}

/** What comes of other steps, as bound arguments do, and the plan itself are not known before the step's turn. */
function isKnownBefore({ when }: Policy, isBound: boolean): boolean {
  const { roots } = referencesOf(when)
  return !roots.has('steps') && !roots.has('plan') && !(isBound && roots.has('args'))
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
