import { findCycles } from '../../../shared/compile/findCycles.ts'
import type { Edge } from '../../../shared/graph/edge.ts'
import type { Graph } from '../../../shared/graph/graph.ts'

/** How a wire is drawn: the main way, the use of an action by a planner, a way back, the side ways and the undo. */
export type EdgeRole = 'main' | 'use' | 'loop' | 'rollback' | 'escalate' | 'bail' | 'undo'

const cache = new WeakMap<readonly Edge[], ReadonlyMap<string, EdgeRole>>()

/** The role of every wire of a graph. A wire is a way back when it closes a cycle at a node that was reached before its source. */
export function edgeRoles(graph: Graph): ReadonlyMap<string, EdgeRole> {
  const known = cache.get(graph.edges)
  if (known) return known
  const order = depths(graph)
  const cycles = cycleOfNodes(graph)
  const roles = new Map(graph.edges.map((edge): [string, EdgeRole] => [edge.id, roleOf(edge, order, cycles)]))
  cache.set(graph.edges, roles)
  return roles
}

/** Which cycle each node that is on one belongs to: those that lead to each other share it. */
function cycleOfNodes({ nodes, edges }: Graph): ReadonlyMap<string, number> {
  const leaving = Map.groupBy(edges, (edge) => edge.from.node)
  const cycles = findCycles(
    nodes.map((node) => node.id),
    (id) => leaving.get(id)?.map((edge) => edge.to.node) ?? [],
  )
  return new Map(cycles.flatMap((cycle, index) => cycle.map((id) => [id, index] as const)))
}

function roleOf(
  edge: Edge,
  order: ReadonlyMap<string, number>,
  cycles: ReadonlyMap<string, number>,
): EdgeRole {
  if (edge.from.port === 'undo') return 'undo'
  const from = order.get(edge.from.node) ?? 0
  const to = order.get(edge.to.node) ?? 0
  const cycle = cycles.get(edge.from.node)
  if (to <= from && cycle !== undefined && cycle === cycles.get(edge.to.node)) return 'loop'
  if (edge.from.port === 'plan' || edge.to.port === 'step') return 'use'
  if (edge.from.port === 'rollback') return 'rollback'
  if (edge.from.port === 'escalate') return 'escalate'
  if (edge.from.port === 'bail' || edge.from.port === 'denied' || edge.from.port === 'expired') return 'bail'
  return 'main'
}

type DirectedNodes = { nodes: readonly Pick<Graph['nodes'][number], 'id' | 'kind'>[]; edges: Graph['edges'] }

/** How many wires each node is from where a run starts. */
export function depths(graph: DirectedNodes): Map<string, number> {
  const next = Map.groupBy(graph.edges, (edge) => edge.from.node)
  const entered = new Set(graph.edges.map((edge) => edge.to.node))
  const depth = new Map<string, number>()
  const triggers = graph.nodes.filter((node) => node.kind === 'trigger')
  const roots = graph.nodes.filter((node) => node.kind !== 'trigger' && !entered.has(node.id))
  for (const root of [...triggers, ...roots, ...graph.nodes]) {
    if (depth.has(root.id)) continue
    depth.set(root.id, 0)
    const queue = [root.id]
    for (let at = 0; at < queue.length; at += 1) {
      const id = queue[at] as string
      for (const { to } of next.get(id) ?? []) {
        if (depth.has(to.node)) continue
        depth.set(to.node, (depth.get(id) ?? 0) + 1)
        queue.push(to.node)
      }
    }
  }
  return depth
}
