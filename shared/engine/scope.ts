import type { Program } from '../compile/program.ts'
import type { Json, JsonObject } from '../json.ts'
import type { Scope } from './effect.ts'
import { effectOf, startedSteps } from './evolvePlanning.ts'
import type { Plan } from './plan.ts'
import type { ActiveRun, EndedRun, Iteration, PastStep, ReachedVerdict, StepState } from './state.ts'
import { asJson } from './wellFormed.ts'

const scopes = new WeakMap<ActiveRun | EndedRun, { program: Program; scope: Scope }>()

/**
 * What expressions read: `input`, `request`, `run`, `plan`, `steps` (of this iteration alone), `verdict` (the last one)
 * and `facts`. `args` and `output` are added where a step is at hand. Made once a state.
 */
export function scopeOf(program: Program, state: ActiveRun | EndedRun): Scope {
  const known = scopes.get(state)
  if (known?.program === program) return known.scope
  const scope: Scope = {
    input: state.input,
    request: state.request,
    run: {
      id: state.run,
      iteration: state.iteration?.number ?? 0,
      seed: state.seed,
      startedAt: state.startedAt,
      costUsd: state.costUsd,
      steps: state.started,
      stopReason: state.stop?.reason ?? null,
    },
    plan: planScope(state.iteration?.plan ?? null),
    steps: stepsScope(state.iteration),
    verdict: verdictScope(state.verdict),
    facts: factsOf(program, state),
  }
  scopes.set(state, { program, scope })
  return scope
}

export function planScope(plan: Plan | null): Json {
  if (!plan) return null
  return {
    version: plan.version,
    steps: plan.steps.map((step) => ({ id: step.id, action: step.action, args: step.args, why: step.why })),
    rationale: plan.rationale,
  }
}

export function verdictScope(verdict: ReachedVerdict | null): Json {
  if (!verdict) return null
  const { checks, reasons, ...rest } = verdict
  return {
    ...rest,
    reasons: [...reasons],
    checks: Object.fromEntries(checks.map((check) => [check.check, { ...check }])),
  }
}

function stepsScope(iteration: Iteration | null): JsonObject {
  if (!iteration?.plan) return {}
  const { steps } = iteration
  return Object.fromEntries(iteration.plan.steps.map((step, place) => [step.id, stepScope(steps[place])]))
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
    case 'waiting':
    case 'running':
    case 'skipped':
      return { status: step.status, output: null, error: null }
  }
}

/** What succeeded steps gave and no compensation took back: the name of each fact, with the output that gave it. */
function factsOf(program: Program, state: ActiveRun | EndedRun): JsonObject {
  if (Object.values(program.actions).every((action) => action.gives.length === 0)) return {}
  const undone = new Set(state.undone)
  const facts: [string, Json][] = []
  for (const step of [...state.past, ...startedSteps(state.iteration)]) {
    const gives = program.actions[step.action]?.gives ?? []
    if (step.status !== 'succeeded' || gives.length === 0 || undone.has(effectOf(state, step))) continue
    for (const fact of gives) facts.push([fact, step.output])
  }
  return Object.fromEntries(facts)
}

/** The scope of an undo: as it stands, with the arguments and the output of the step that it undoes. */
export function undoScope(program: Program, state: ActiveRun, step: PastStep): Scope {
  return {
    ...scopeOf(program, state),
    args: step.args,
    output: step.output,
  }
}
