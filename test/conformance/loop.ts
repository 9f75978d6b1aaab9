import type { Edge } from '../../shared/graph/edge.ts'
import { type Graph, graphFormat } from '../../shared/graph/graph.ts'
import type { ActionNode } from '../../shared/graph/nodes/action.ts'
import type { Node } from '../../shared/graph/nodes/node.ts'
import type { Outcome } from '../../shared/graph/nodes/outcome.ts'
import type { PlannerNode, StepTemplate, Strategy } from '../../shared/graph/nodes/planner.ts'
import type { TriggerNode } from '../../shared/graph/nodes/trigger.ts'
import type { Check, Verdict, VerifierNode } from '../../shared/graph/nodes/verifier.ts'
import type { Json } from '../../shared/json.ts'
import type { TrialMock } from '../../shared/sim/trial.ts'
import { wire } from '../../shared/templates/wire.ts'

/** An action, and which other action undoes it. */
export type Act = Partial<ActionNode> & { undo?: string }

export type LoopParts = {
  strategy: Strategy
  /** The planner besides its strategy. */
  planner?: Partial<PlannerNode>
  actions: Record<string, Act>
  trigger?: Partial<TriggerNode>
  verifier?: Partial<VerifierNode>
  /** Where the verifier's ports lead; what is left out leads to the outcome of its kind. */
  routes?: Partial<Record<Verdict, string>>
  /** Where the input goes; `plan` when left out. */
  first?: string
  nodes?: Node[]
  edges?: Edge[]
  policies?: Graph['policies']
  limits?: Graph['limits']
}

/** A loop of one stage with an outcome for each verdict: `done`, `undone`, `human` and `safe`. */
export function loop(name: string, parts: LoopParts): Graph {
  const { actions, first = 'plan', nodes = [], edges = [], policies = [], limits = {} } = parts
  const planned = new Set(Object.keys(actions))
  for (const { undo } of Object.values(actions)) if (undo) planned.delete(undo)
  const routes = { pass: 'done', replan: 'safe', rollback: 'undone', escalate: 'human', bail: 'safe' }
  return {
    format: graphFormat,
    name,
    title: name,
    description: '',
    nodes: [
      { kind: 'trigger', id: 'start', title: 'Start', auth: { scheme: 'none' }, ...parts.trigger },
      { kind: 'planner', id: 'plan', title: 'Plan', strategy: parts.strategy, ...parts.planner },
      ...Object.entries(actions).map(([id, act]) => actionNode(id, act)),
      { kind: 'verifier', id: 'check', title: 'Check', checks: [allSettled], ...parts.verifier },
      outcome('done', 'succeeded', { did: '{{ steps }}' }),
      outcome('undone', 'rolled-back'),
      outcome('human', 'bailed'),
      outcome('safe', 'bailed'),
      ...nodes,
    ],
    edges: [
      wire('start.input', `${first}.in`),
      ...[...planned].flatMap((id) => [wire('plan.plan', `${id}.step`), wire(`${id}.result`, 'check.in')]),
      ...Object.entries(actions).flatMap(([id, { undo }]) =>
        undo ? [wire(`${id}.undo`, `${undo}.step`)] : [],
      ),
      ...Object.entries({ ...routes, ...parts.routes }).map(([verdict, to]) =>
        wire(`check.${verdict as Verdict}`, `${to}.in`),
      ),
      ...edges,
    ],
    policies,
    limits,
    layout: { positions: {} },
  }
}

/** It holds whenever there is anything to judge. */
const allSettled: Check = {
  type: 'rule',
  id: 'settled',
  expr: 'steps.all(id, steps[id].status != "running")',
  onFail: 'bail',
}

export const outcome = (
  id: string,
  status: Exclude<Outcome, 'cancelled'>,
  body?: Record<string, Json>,
): Node => ({ kind: 'outcome', id, title: id, status, ...(body ? { body } : {}) })

/** A call of the target; its headers tell the target which run asks. */
function actionNode(id: string, { undo, ...act }: Act): ActionNode {
  return {
    kind: 'action',
    id,
    title: id,
    call: {
      uses: 'http',
      host: 'target',
      method: 'POST',
      path: `/${id}`,
      headers: { 'x-run': '{{ run.id }}' },
      body: '{{ args }}',
    },
    reversibility: undo ? 'compensable' : 'pure',
    idempotency: 'keyed',
    timeoutSeconds: 120,
    ...act,
  }
}

export const sequence = (...steps: (StepTemplate | string)[]): Strategy => ({
  type: 'sequence',
  steps: steps.map((step) => (typeof step === 'string' ? { id: step, action: step } : step)),
})

export const answers = (body: Json, delayMs = 10): TrialMock => ({
  delayMs,
  mock: { answers: 'value', value: { status: 200, body } },
})

export const fails = (status: number, times: number | null = null, delayMs = 10): TrialMock => ({
  delayMs,
  mock: { answers: 'failure', status, times },
})

export const nothing: TrialMock = { delayMs: 0, mock: { answers: 'nothing' } }
