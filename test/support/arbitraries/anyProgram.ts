import fc from 'fast-check'
import type { Program, ProgramAction, ProgramVerifier } from '../../../shared/compile/program.ts'
import type { Assumption } from '../../../shared/graph/assumption.ts'
import type { Check } from '../../../shared/graph/nodes/verifier.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import { arbitraryProgram, everything } from './program.ts'

/** Programs that act in two iterations and then undo what they did, in which every action has an undo: seldom made by chance. */
const undoingProgram: fc.Arbitrary<Program> = arbitraryProgram({
  ...everything,
  policies: false,
  approvals: false,
}).map((made) => ({
  ...made,
  actions: Object.fromEntries(Object.entries(made.actions).map(([id, action]) => [id, undoable(id, action)])),
  verifiers: Object.fromEntries(
    Object.entries(made.verifiers).map(([id, verifier]) => [id, twiceThenUndo(verifier)]),
  ),
  limits: { ...made.limits, iterations: 3, steps: 30, costUsd: 100 },
}))

const approval: Policy = {
  id: 'ask',
  title: 'Ask',
  at: 'step',
  when: 'true',
  effect: 'require-approval',
  message: 'Somebody has to agree.',
  deadlineSeconds: 30,
}

/** Programs in which every step needs an approval. */
const askingProgram: fc.Arbitrary<Program> = arbitraryProgram().map((made) => ({
  ...made,
  policies: [approval],
}))

/** A plan that has been proposed is rejected for it once in a while, and another asked for. */
const standing: fc.Arbitrary<Assumption[]> = fc
  .constantFrom('true', 'plan.version != 1', 'plan.version != 2')
  .map((expr) => [{ type: 'holds', expr, message: 'Another plan is wanted.' }])

/** Programs that plan again and again, where a person is asked about every plan, and some plans are rejected: seldom made by chance. */
export const replanningProgram: fc.Arbitrary<Program> = fc
  .tuple(arbitraryProgram({ ...everything, policies: false, durations: [3600] }), standing, fc.boolean())
  .map(([made, assumes, asks]) => ({
    ...made,
    policies: asks ? [{ ...approval, at: 'plan' }] : [],
    planners: Object.fromEntries(
      Object.entries(made.planners).map(([id, planner]) => [id, { ...planner, assumes }]),
    ),
    verifiers: Object.fromEntries(
      Object.entries(made.verifiers).map(([id, verifier]) => [
        id,
        {
          ...verifier,
          checks: [rule('again', 'run.iteration > 3', 'replan')],
          onStepFailed: 'replan',
          onStepUncertain: 'replan',
        },
      ]),
    ),
    limits: { ...made.limits, iterations: 5, steps: 30, costUsd: 100 },
  }))

/** Random programs, some of them bent on what chance seldom makes: undoing, and asking people. */
export const anyProgram: fc.Arbitrary<Program> = fc.oneof(
  { weight: 4, arbitrary: arbitraryProgram() },
  { weight: 2, arbitrary: undoingProgram },
  { weight: 1, arbitrary: askingProgram },
)

function undoable(id: string, action: ProgramAction): ProgramAction {
  if (id === 'undo') return action
  return {
    ...action,
    args: null,
    reversibility: 'compensable',
    undo: { action: 'undo', args: { of: '{{ args }}' } },
  }
}

const rule = (id: string, expr: string, onFail: Check['onFail']): Check => ({
  type: 'rule',
  id,
  expr,
  onFail,
})

function twiceThenUndo(verifier: ProgramVerifier): ProgramVerifier {
  return {
    ...verifier,
    checks: [rule('again', 'run.iteration >= 2', 'replan'), rule('undo', 'run.iteration < 2', 'rollback')],
    onStepFailed: 'replan',
    onStepUncertain: 'replan',
    escalateAtRisk: null,
    routes: { ...verifier.routes, rollback: 'undone' },
  }
}
