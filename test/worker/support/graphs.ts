import { Graph } from '../../../shared/graph/graph.ts'
import type { ActionNode } from '../../../shared/graph/nodes/action.ts'
import type { TriggerNode } from '../../../shared/graph/nodes/trigger.ts'
import { freshName } from './deploy.ts'
import { asAdmin, jsonOf } from './edge.ts'

type Over = { name?: string; trigger?: Partial<TriggerNode>; act?: Partial<ActionNode> }

/** The smallest loop that does something: one step at the sandbox, judged by whether it succeeded. */
export function aGraph({ name = freshName(), trigger = {}, act = {} }: Over = {}): Graph {
  const wire = (from: string, port: string, to: string, into: string) => ({
    id: `${from}.${port}-${to}`,
    from: { node: from, port },
    to: { node: to, port: into },
  })
  return Graph.parse({
    format: 'pavane.graph/1',
    name,
    title: 'A probe',
    description: '',
    nodes: [
      { kind: 'trigger', id: 'start', title: 'Start', auth: { scheme: 'none' }, ...trigger },
      {
        kind: 'planner',
        id: 'plan',
        title: 'Plan',
        strategy: { type: 'sequence', steps: [{ id: 'first', action: 'act' }] },
      },
      {
        kind: 'action',
        id: 'act',
        title: 'Act',
        call: { uses: 'http', host: 'echo', method: 'POST', path: '/things', body: '{{ input }}' },
        reversibility: 'pure',
        idempotency: 'keyed',
        ...act,
      },
      {
        kind: 'verifier',
        id: 'verify',
        title: 'Verify',
        checks: [{ type: 'rule', id: 'done', expr: 'steps.first.status == "succeeded"', onFail: 'bail' }],
      },
      { kind: 'outcome', id: 'done', title: 'Done', status: 'succeeded', body: { got: '{{ input }}' } },
      { kind: 'outcome', id: 'safe', title: 'Safe', status: 'bailed' },
    ],
    edges: [
      wire('start', 'input', 'plan', 'in'),
      wire('plan', 'plan', 'act', 'step'),
      wire('act', 'result', 'verify', 'in'),
      wire('verify', 'pass', 'done', 'in'),
      wire('verify', 'rollback', 'safe', 'in'),
      wire('verify', 'escalate', 'safe', 'in'),
      wire('verify', 'bail', 'safe', 'in'),
    ],
    policies: [],
    limits: {},
    layout: { positions: {} },
  })
}

/** Creates and publishes a loop as a builder does, over the API; its name. */
export async function publish(graph: Graph): Promise<string> {
  const { name } = graph
  await jsonOf(await asAdmin('/api/loops', { method: 'POST', json: { name, graph } }), 201)
  const request = { method: 'POST', json: { revision: 1, note: 'First' } }
  await jsonOf(await asAdmin(`/api/loops/${name}/versions`, request), 201)
  return name
}
