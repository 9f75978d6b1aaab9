import type { Graph } from '../../../shared/graph/graph.ts'
import { answers, loop, sequence } from '../loop.ts'
import { scenario } from '../scenario.ts'

/** A loop that never comes to its end by itself. */
const endless = (name: string, limits: Graph['limits']): Graph =>
  loop(name, {
    strategy: sequence('call'),
    actions: { call: { costUsd: 0.4 } },
    verifier: { checks: [{ type: 'rule', id: 'never', expr: 'run.iteration > 100', onFail: 'replan' }] },
    routes: { replan: 'plan' },
    limits,
  })

export const limits = [
  scenario({ shows: 'stops at its limit on iterations', graph: endless('iterations', { iterations: 2 }) }),
  scenario({ shows: 'stops at its limit on steps', graph: endless('steps', { steps: 2 }) }),
  scenario({ shows: 'stops at its limit on cost', graph: endless('cost', { costUsd: 1 }) }),
  scenario({
    shows: 'stops when its time is up; what was in flight is uncertain, and late',
    graph: loop('duration', {
      strategy: sequence('call', 'after'),
      actions: { call: {}, after: {} },
      limits: { durationSeconds: 0.5 },
    }),
    mocks: { call: answers('late', 60_000) },
  }),
]
