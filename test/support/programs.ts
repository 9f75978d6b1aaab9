import { digest } from '../../shared/audit/digest.ts'
import type {
  Program,
  ProgramAction,
  ProgramBody,
  ProgramPlanner,
  ProgramTrigger,
  ProgramVerifier,
} from '../../shared/compile/program.ts'
import { defaultLimits } from '../../shared/graph/limits.ts'
import type { StepTemplate, Strategy } from '../../shared/graph/nodes/planner.ts'
import type { Json } from '../../shared/json.ts'

/** What an action has where it says nothing. */
export const plainAction = {
  ensures: null,
  assumes: [],
  freshSeconds: null,
  totalSeconds: null,
  probe: null,
  breaker: null,
  limit: null,
  undoOn: ['failed', 'uncertain'],
} satisfies Partial<ProgramAction>

/** What a planner has where it says nothing. */
export const plainPlanner = {
  rails: null,
  asks: 3,
  assumes: [],
  expects: null,
  expected: null,
  secrets: [],
} satisfies Partial<ProgramPlanner>

/** What a trigger has where it says nothing. */
export const plainTrigger = {
  input: null,
  auth: { scheme: 'none' },
  dedupe: null,
  quality: [],
  respond: { mode: 'now' },
  admission: null,
  observedAt: null,
  maxAgeSeconds: null,
} satisfies Partial<ProgramTrigger>

/** An action with nothing special about it: keyed, undoable by nobody, no retries. */
export function anAction(over: Partial<ProgramAction> = {}): ProgramAction {
  return {
    title: 'Act',
    call: { uses: 'http', host: 'sandbox', method: 'POST', path: '/things' },
    args: null,
    output: null,
    ...plainAction,
    needs: null,
    gives: [],
    costUsd: 0,
    risk: 'low',
    reversibility: 'irreversible',
    idempotency: 'keyed',
    timeoutSeconds: 10,
    retry: { maxAttempts: 1, initialSeconds: 1, factor: 2, maxSeconds: 60, jitter: 'none' },
    leases: [],
    undo: null,
    secrets: [],
    ...over,
  }
}

/** A verifier that passes when every step succeeded, and rolls back else. */
export function aVerifier(over: Partial<ProgramVerifier> = {}): ProgramVerifier {
  return {
    title: 'Verify',
    checks: [],
    onStepFailed: 'rollback',
    onStepUncertain: 'escalate',
    onInconclusive: 'escalate',
    escalateAtRisk: null,
    routes: { pass: 'done', replan: 'plan', rollback: 'undone', escalate: 'human', bail: 'safe' },
    ...over,
  }
}

export function aStep(id: string, over: Partial<StepTemplate> = {}): StepTemplate {
  return { id, action: 'act', ...over }
}

/** Steps that wait only for what they name or read. */
export function stepsInAnyOrder(...steps: StepTemplate[]): Strategy {
  return { type: 'sequence', steps: steps.map((step) => ({ after: [], ...step })) }
}

/**
 * A loop of one stage: `plan` plans for `act` (undone by `undo`), `verify` judges; outcomes `done`, `undone`, `human`
 * and `safe`.
 */
export function aProgram(over: Partial<ProgramBody> & { strategy?: Strategy } = {}): Program {
  const { strategy = stepsInAnyOrder(aStep('first')), ...rest } = over
  const actions = rest.actions ?? {
    act: anAction({ reversibility: 'compensable', undo: { action: 'undo', args: { of: '{{ args }}' } } }),
    undo: anAction({ title: 'Undo', reversibility: 'pure' }),
  }
  const body: ProgramBody = {
    format: 'pavane.program/1',
    name: 'probe',
    title: 'Probe',
    trigger: {
      node: 'start',
      to: 'plan',
      ...plainTrigger,
    },
    planners: {
      plan: { ...plainPlanner, title: 'Plan', strategy, actions: Object.keys(actions), verifier: 'verify' },
    },
    verifiers: { verify: aVerifier() },
    approvals: {},
    outcomes: {
      done: { title: 'Done', status: 'succeeded', body: null },
      undone: { title: 'Undone', status: 'rolled-back', body: null },
      human: { title: 'Human', status: 'bailed', body: null },
      safe: { title: 'Safe', status: 'bailed', body: null },
    },
    policies: [],
    limits: defaultLimits,
    ...rest,
    actions,
  }
  return { version: digest(body as unknown as Json), ...body }
}
