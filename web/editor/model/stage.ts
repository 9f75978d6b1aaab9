import type { Edge } from '../../../shared/graph/edge.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { nodeOf } from './connect.ts'

/** A planner with all that it leads to, up to the last of the verifiers that follow each other. */
export type Stage = {
  planner: string
  nodes: ReadonlySet<string>
  /** Wires from outside to its planner. */
  entries: readonly Edge[]
  /** Wires out of it. */
  exits: readonly Edge[]
}

export type StageFound = { ok: true; stage: Stage } | { ok: false; reason: string }

/** The stage that the selected nodes belong to, or why they are not those of one whole stage. */
export function stageOf(graph: Graph, selected: readonly string[]): StageFound {
  const planners = selected.filter((id) => nodeOf(graph, id)?.kind === 'planner')
  const [planner] = planners
  if (planner === undefined) return { ok: false, reason: 'Select the planner of a stage, or the whole stage' }
  if (planners.length > 1)
    return { ok: false, reason: 'Select one stage: there are several planners among the nodes' }
  const nodes = nodesOfStage(graph, planner)
  const stray = selected.find((id) => !nodes.has(id))
  if (stray !== undefined) {
    return {
      ok: false,
      reason: `“${nodeOf(graph, stray)?.title ?? stray}” is not part of the planner’s stage`,
    }
  }
  if (![...nodes].some((id) => nodeOf(graph, id)?.kind === 'verifier')) {
    return { ok: false, reason: 'The stage has no verifier' }
  }
  const entries = graph.edges.filter((edge) => !nodes.has(edge.from.node) && nodes.has(edge.to.node))
  const shared = entries.find((edge) => edge.to.node !== planner)
  if (shared) {
    return {
      ok: false,
      reason: `“${nodeOf(graph, shared.to.node)?.title ?? shared.to.node}” is used from outside the stage`,
    }
  }
  const exits = graph.edges.filter((edge) => nodes.has(edge.from.node) && !nodes.has(edge.to.node))
  return { ok: true, stage: { planner, nodes, entries, exits } }
}

function nodesOfStage(graph: Graph, planner: string): Set<string> {
  const found = new Set([planner])
  const queue = [planner]
  for (const id of queue) {
    for (const edge of graph.edges) {
      if (edge.from.node !== id || found.has(edge.to.node) || !staysWithin(graph, edge)) continue
      found.add(edge.to.node)
      queue.push(edge.to.node)
    }
  }
  return found
}

/** Whether a wire leads on within the stage: to an action, an approval before one, an undo, or the next layer of checks. */
function staysWithin(graph: Graph, { from, to }: Edge): boolean {
  const target = nodeOf(graph, to.node)?.kind
  switch (from.port) {
    case 'plan':
    case 'undo':
      return true
    case 'granted':
      return target === 'action'
    case 'result':
    case 'pass':
      return target === 'verifier'
    default:
      return false
  }
}
