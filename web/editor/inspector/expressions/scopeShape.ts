import type { ScopeShape } from '../../../../shared/expr/check.ts'
import type { Graph } from '../../../../shared/graph/graph.ts'
import type { Node } from '../../../../shared/graph/nodes/node.ts'
import type { StepTemplate } from '../../../../shared/graph/nodes/planner.ts'
import type { Json, JsonObject } from '../../../../shared/json.ts'
import { reach } from '../../model/reach.ts'

const text = { type: 'string' } as const
const object = (properties: JsonObject): JsonObject => ({ type: 'object', properties })

const request = object({ source: text, method: text, headers: { type: 'object' }, by: text })
const number = { type: 'number' } as const
const whole = { type: 'integer' } as const
const list = { type: 'array' } as const
const run = object({
  id: text,
  iteration: whole,
  seed: whole,
  startedAt: whole,
  costUsd: number,
  steps: whole,
  stopReason: true,
})
const verdict = object({
  verifier: text,
  verdict: text,
  iteration: whole,
  risk: number,
  reasons: { type: 'array', items: text },
  checks: { type: 'object' },
})

/** What expressions of a node can read, as JSON Schemas by root, as far as the graph says. It feeds the completion; the compiler judges. */
export function scopeShape(graph: Graph, nodeId: string | null): ScopeShape {
  const node = graph.nodes.find((each) => each.id === nodeId)
  const trigger = graph.nodes.find((each) => each.kind === 'trigger')
  return {
    input: trigger?.input ?? true,
    request,
    run,
    plan: object({ version: whole, steps: list, rationale: list }),
    steps: object(stepShapes(graph, node)),
    verdict,
    facts: { type: 'object' },
    ...(node?.kind === 'action' ? { args: node.args ?? true } : {}),
  }
}

/** The steps of the planners that lead to the node, or, for a planner, of its own. */
function stepShapes(graph: Graph, node: Node | undefined): JsonObject {
  const upstream = node ? new Set(reach(graph, [node.id], 'up')) : null
  const shapes: JsonObject = {}
  for (const each of graph.nodes) {
    if (each.kind !== 'planner' || (upstream && !upstream.has(each.id))) continue
    for (const step of stepsOf(each.strategy)) shapes[step.id] = stepShape(graph, step.action)
  }
  return shapes
}

function stepsOf(strategy: Extract<Node, { kind: 'planner' }>['strategy']): StepTemplate[] {
  if (strategy.type === 'sequence') return strategy.steps
  return [...strategy.rules.flatMap((rule) => rule.steps), ...(strategy.otherwise ?? [])]
}

function stepShape(graph: Graph, actionId: string): Json {
  const action = graph.nodes.find((node) => node.id === actionId)
  const http = object({ status: { type: 'integer' }, body: true })
  const output =
    action?.kind === 'action' ? (action.output ?? (action.call.uses === 'http' ? http : true)) : true
  return object({ status: text, output, error: true })
}
