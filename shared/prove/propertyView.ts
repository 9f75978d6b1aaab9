import type { Program } from '../compile/program.ts'
import { effectOf, startedSteps } from '../engine/evolvePlanning.ts'
import type { ActiveRun, EndedRun, RunState, StepState } from '../engine/state.ts'
import { unknownValue } from '../expr/celValues.ts'
import { evaluatePart } from '../expr/evaluate.ts'
import { parseCel } from '../expr/parseCel.ts'
import type { Json, JsonObject } from '../json.ts'
import { standingSteps } from './canonical.ts'
import { readsOf } from './reads.ts'

/** What a property that a builder states sees of a run. */
export function propertyView(program: Program, state: RunState): JsonObject | null {
  if (state.status === 'new') return null
  const isEnded = state.status === 'ended'
  return {
    run: {
      status: state.status,
      outcome: isEnded ? state.outcome : null,
      reason: isEnded ? state.reason : (state.stop?.reason ?? null),
      iteration: state.iteration?.number ?? 0,
      steps: state.started,
      costUsd: state.costUsd,
    },
    steps: stepsOf(state),
    verdict: state.verdict && {
      verifier: state.verdict.verifier,
      verdict: state.verdict.verdict,
      iteration: state.verdict.iteration,
    },
    undone: undoneOf(state),
    standing: standingSteps(state)
      .filter(({ action }) => program.actions[action]?.reversibility !== 'pure')
      .map(({ step, action, iteration }) => ({ step, action, iteration })),
    approvals: state.approvals.map(({ subject, status }) => ({
      of: subject.of,
      about: 'policy' in subject ? subject.policy : subject.node,
      status,
    })),
  }
}

/** The steps of all iterations, by id; of the same id the last. */
function stepsOf(state: ActiveRun | EndedRun): JsonObject {
  const steps: JsonObject = {}
  for (const { step, action, iteration, status } of state.past)
    steps[step] = { status, action, iteration, output: unknownValue }
  const { iteration } = state
  for (const [place, { id, action }] of (iteration?.plan?.steps ?? []).entries())
    steps[id] = {
      status: statusOf(iteration?.steps[place]),
      action,
      iteration: iteration?.number ?? 0,
      output: unknownValue,
    }
  return steps
}

function statusOf(step: StepState | undefined): string {
  if (!step) return 'waiting'
  return step.status === 'mapping' || step.status === 'probing' ? 'running' : step.status
}

function undoneOf(state: ActiveRun | EndedRun): Json[] {
  return [...state.past, ...startedSteps(state.iteration)]
    .filter((step) => state.undone.includes(effectOf(state, step)))
    .map(({ step, action, iteration }) => ({ step, action, iteration }))
}

/** Whether a property holds in a view; null when that can't be told. */
export function holdsIn(source: string, view: JsonObject): boolean | null {
  const parsed = parseCel(source)
  if (!parsed.ok) return null
  const result = evaluatePart(parsed.ast, view)
  return result.is === 'value' && typeof result.value === 'boolean' ? result.value : null
}

/** Tells the states apart that some properties can tell apart. */
export function watchedBy(program: Program, sources: readonly string[]): (state: RunState) => string {
  const roots = new Set(
    sources.flatMap((source) => {
      const parsed = parseCel(source)
      return parsed.ok ? [...readsOf(parsed.ast).roots] : []
    }),
  )
  if (roots.size === 0) return () => ''
  return (state) => {
    const view = propertyView(program, state)
    return view ? JSON.stringify([...roots].map((root) => view[root] ?? null)) : ''
  }
}
