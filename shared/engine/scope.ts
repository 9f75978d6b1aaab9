import type { Program, ProgramAction } from '../compile/program.ts'
import type { References } from '../expr/references.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Json, JsonObject } from '../json.ts'
import type { Scope } from './effect.ts'
import { type Fact, factsOf, givesFacts } from './facts.ts'
import { mayRead } from './mayRead.ts'
import { OfPlan } from './OfPlan.ts'
import type { Plan } from './plan.ts'
import { planIndex } from './planIndex.ts'
import { findStandIns } from './standIns.ts'
import { standingOf } from './standing.ts'
import { standingFor } from './standingFor.ts'
import type {
  ActiveRun,
  CheckResult,
  EndedRun,
  Iteration,
  PastStep,
  ReachedVerdict,
  StepState,
} from './state.ts'
import { asJson } from './wellFormed.ts'

/** Moves look at one state many times, and then never again. */
let latest: { state: ActiveRun | EndedRun; program: Program; scope: Scope } | null = null

/**
 * What expressions read: `input`, `request`, `run`, `plan`, `steps` (of this iteration alone), `verdict` (the last one)
 * and `facts`. `args` and `output` are added where a step is at hand. Made once a state, and what grows with the run only
 * when it is read.
 */
export function scopeOf(program: Program, state: ActiveRun | EndedRun): Scope {
  if (latest?.state === state && latest.program === program) return latest.scope
  const scope = newScope(program, state)
  latest = { state, program, scope }
  return scope
}

/** A plan with more steps than this has what they are made when it is read. */
const fewSteps = 16

function newScope(program: Program, state: ActiveRun | EndedRun): Scope {
  const { iteration } = state
  const roots = {
    input: state.input,
    request: requestScope(state),
    run: {
      id: state.run,
      iteration: iteration?.number ?? 0,
      seed: state.seed,
      startedAt: state.startedAt,
      costUsd: state.costUsd,
      steps: state.started,
      stopReason: state.stop?.reason ?? null,
      ...(mayRead(program, 'standing') ? { standing: standingOf(program, state) } : {}),
    },
    plan: planScope(iteration?.plan ?? null),
    verdict: verdictScope(state.verdict),
    passed: state.passed && { ...state.passed },
    sentBack: sentBackScope(state.iteration),
  }
  const steps = () => (iteration?.plan ? stepsScope(iteration.plan, iteration) : {})
  if ((iteration?.steps.length ?? 0) <= fewSteps && !givesFacts(program))
    return { ...roots, steps: steps(), facts: {} }
  const facts = once(() => valuesOf(factsOf(program, state)))
  return lazily({ roots, iteration, steps: once(steps), facts }, {})
}

/** Whom a name stands for is for who decides, and of no expression. */
function requestScope({ request }: ActiveRun | EndedRun): JsonObject {
  if (!request.person) return request
  const { person: _, ...rest } = request
  return rest
}

function valuesOf(facts: ReadonlyMap<string, Fact>): JsonObject {
  return Object.fromEntries([...facts].map(([name, { value }]) => [name, value]))
}

type Lazy = {
  roots: JsonObject
  iteration: Iteration | null
  steps: () => JsonObject
  facts: () => JsonObject
}

const lazyScopes = new WeakMap<Scope, { made: Lazy; more: JsonObject }>()

function lazily(made: Lazy, more: JsonObject): Scope {
  const scope: Scope = {
    ...made.roots,
    get steps() {
      return made.steps()
    },
    get facts() {
      return made.facts()
    },
    ...more,
  }
  lazyScopes.set(scope, { made, more })
  return scope
}

/** The scope of a state with more roots, or with others. Those that were not made yet still are not. */
export function withRoots(scope: Scope, more: JsonObject): Scope {
  const lazy = lazyScopes.get(scope)
  return lazy ? lazily(lazy.made, { ...lazy.more, ...more }) : { ...scope, ...more }
}

/** The scope for an expression that reads these things: of a large plan only the steps that it names are made. */
export function scopeFor(scope: Scope, reads: References): Scope {
  const lazy = lazyScopes.get(scope)
  if (!lazy || !reads.roots.has('steps') || reads.open.has('steps')) return scope
  const { iteration } = lazy.made
  return lazily({ ...lazy.made, steps: once(() => namedSteps(iteration, reads.steps)) }, lazy.more)
}

function namedSteps(iteration: Iteration | null, ids: ReadonlySet<string>): JsonObject {
  const scope: JsonObject = {}
  if (!iteration?.plan) return scope
  const index = planIndex(iteration.plan)
  for (const id of ids) {
    const place = index.get(id)
    if (place !== undefined) scope[id] = stepScope(standingFor(iteration.plan, iteration, place))
  }
  return scope
}

function once<T extends Json>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

const planScopes = new OfPlan<JsonObject>((plan) => ({
  version: plan.version,
  steps: plan.steps.map((step) => ({ id: step.id, action: step.action, args: step.args, why: step.why })),
  rationale: plan.rationale,
  expected: plan.expected,
}))

export function planScope(plan: Plan | null): Json {
  return plan && planScopes.get(plan)
}

/** What a person sent back, for as long as the iteration lasts that it led to. */
function sentBackScope(iteration: Iteration | null): Json {
  if (!iteration?.sentBack) return null
  const { by, feedback, approval } = iteration.sentBack
  return { by, feedback, approval }
}

let latestVerdict: { verdict: ReachedVerdict; scope: Json } | null = null

export function verdictScope(verdict: ReachedVerdict | null): Json {
  if (!verdict) return null
  if (latestVerdict?.verdict !== verdict) latestVerdict = { verdict, scope: readable(verdict) }
  return latestVerdict.scope
}

function readable(verdict: ReachedVerdict): Json {
  const { checks, iteration, reasons, ...rest } = verdict
  return {
    checks: checksScope(checks),
    iteration,
    reasons: [...reasons],
    ...rest,
  }
}

let latestChecks: { checks: readonly CheckResult[]; scope: JsonObject } | null = null

/** Checks as expressions read them: by their ids. They are read before the verdict is reached, and as part of it. */
export function checksScope(checks: readonly CheckResult[]): JsonObject {
  if (latestChecks?.checks !== checks) latestChecks = { checks, scope: byId(checks) }
  return latestChecks.scope
}

function byId(checks: readonly CheckResult[]): JsonObject {
  const inOrder = checks.toSorted((a, b) => (a.check < b.check ? -1 : 1))
  return Object.fromEntries(inOrder.map((check) => [check.check, asJson(check)]))
}

type StepsScope = { steps: Iteration['steps']; scope: JsonObject }

const latestSteps = new OfPlan<StepsScope>(() => ({ steps: [], scope: {} }))

/** What the steps are, by id. What differs from the state that was read last is made, and the rest shared with it. */
function stepsScope(plan: Plan, iteration: Iteration): JsonObject {
  const { steps } = iteration
  const latest = latestSteps.get(plan)
  if (latest.steps === steps) return latest.scope
  const scope: JsonObject = { ...latest.scope }
  const standIns = findStandIns(plan)
  for (const place of plan.steps.keys()) {
    if (place in latest.steps && steps[place] === latest.steps[place]) continue
    // What a step comes to is what those come to that it stands in for.
    for (let of: number | undefined = place; of !== undefined; of = standIns.original(of))
      scope[plan.steps[of]?.id ?? ''] = stepScope(standingFor(plan, iteration, of))
  }
  Object.assign(latest, { steps, scope })
  return scope
}

function stepScope(step: StepState | undefined): Json {
  if (!step) return { status: 'waiting', output: null, error: null }
  switch (step.status) {
    case 'succeeded':
      return { status: step.status, output: step.output, error: null }
    case 'failed':
      return { status: step.status, output: step.output, error: asJson(step.error) }
    case 'uncertain':
      return { status: step.status, output: null, error: asJson(step.error) }
    case 'mapping':
    case 'probing':
      return { status: 'running', output: null, error: null }
    case 'waiting':
    case 'running':
    case 'skipped':
      return { status: step.status, output: null, error: null }
  }
}

/** What policies read of the action that is at hand: `action`. */
export function actionScope(program: Program, id: NodeId): Json {
  const action = program.actions[id]
  return action ? actionFacts(id, action) : null
}

export function actionFacts(id: NodeId, action: ProgramAction): JsonObject {
  const { call, costUsd, risk, reversibility, idempotency } = action
  return { id, uses: call.uses, costUsd, risk, reversibility, idempotency }
}

/** The scope of an undo: as it stands, with the arguments and the output of the step that it undoes. */
export function undoScope(program: Program, state: ActiveRun, step: PastStep): Scope {
  return withRoots(scopeOf(program, state), { args: step.args, output: step.output })
}
