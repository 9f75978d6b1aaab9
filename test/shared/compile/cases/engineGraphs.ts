import type { z } from 'zod'
import type { Graph } from '../../../../shared/graph/graph.ts'
import type { ActionNode, EmitCall, HttpCall } from '../../../../shared/graph/nodes/action.ts'
import type {
  FederationStrategy,
  GoalStrategy,
  HttpStrategy,
  RailRule,
} from '../../../../shared/graph/nodes/planner.ts'
import { wire } from '../../../../shared/templates/wire.ts'
import { action, soundGraph, withEdges, withNode, withNodes } from '../../../support/graphs.ts'
import { steps } from './faultyGraphs.ts'

export const act = (change: Partial<ActionNode>) => withNode(soundGraph, 'act', change)
export const plan = (change: object) => withNode(soundGraph, 'plan', change)
export const goal = (change: Partial<GoalStrategy>): { strategy: GoalStrategy } => ({
  strategy: {
    type: 'goal',
    want: ['x'],
    candidates: [{ id: 'one', action: 'act' }],
    minimise: 'cost',
    ...change,
  },
})
/** A graph whose planner has a goal, and whose action gives the fact `x`. */
export const planGoal = (change: Partial<GoalStrategy>, over: Partial<ActionNode> = {}) =>
  withNode(act({ gives: ['x'], ...over }), 'plan', goal(change))
export const http = (change: Partial<HttpStrategy> = {}): HttpStrategy => ({
  type: 'http',
  host: 'api',
  path: '/plan',
  ...change,
})
export const allowed: RailRule = { id: 'allowed', cells: [], only: ['act'] }
export const rails = (change: Partial<RailRule>) =>
  plan({ rails: { inputs: [], rules: [{ ...allowed, ...change }] } })
export const planHttp = (change: Partial<HttpStrategy>) =>
  plan({ strategy: http(change), rails: { inputs: [], rules: [allowed] } })
export const federation = (...members: FederationStrategy['members']) =>
  plan({ strategy: { type: 'federation', combine: 'first', members } satisfies FederationStrategy })
export const mapped = (over: string, more: object = {}) =>
  plan(steps({ id: 'one', action: 'act', map: { over, ...more } }))
export const wait = (what: object) => act({ call: { uses: 'wait', for: what } as ActionNode['call'] })
export const event: z.infer<typeof EmitCall> = {
  uses: 'emit',
  host: 'api',
  path: '/events',
  type: 'done',
  secret: 'token',
}
export const probe = (
  change: Partial<z.infer<typeof HttpCall>> = {},
  happened = 'output.status == 200.0',
) => ({
  call: { uses: 'http' as const, host: 'api', method: 'GET' as const, path: '/things', ...change },
  happened,
})
export const uncertain = (change: Partial<ActionNode>) => act({ idempotency: 'none', ...change })

/** The graph with another action, which the planner is wired to. */
export function withOther(graph: Graph, change: Partial<ActionNode> = {}): Graph {
  const more = withNodes(graph, action('other', change))
  return withEdges(more, wire('plan.plan', 'other.step'), wire('other.result', 'check.in'))
}
