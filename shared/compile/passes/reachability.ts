import type { NodeId } from '../../graph/ids.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { findCycles } from '../findCycles.ts'
import { removeNode } from '../fixes.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose } from '../report.ts'

/** Every node can be reached, an end can be, and no cycle escapes the count of iterations. */
export function checkReachability(index: GraphIndex): Diagnostic[] {
  return [...checkReached(index), ...checkBounded(index)]
}

function checkReached(index: GraphIndex): Diagnostic[] {
  if (!index.trigger) return []
  const reached = index.reachableFrom(index.trigger.id)
  const unreachable = index
    .nodes()
    .filter((node) => !reached.has(node.id) && node.kind !== 'trigger')
    .map((node) =>
      diagnose(
        'unreachable',
        { node: node.id },
        `No run gets to “${node.title}”`,
        removeNode(index, node.id),
      ),
    )
  const hasOutcome = index.nodesOf('outcome').some((outcome) => reached.has(outcome.id))
  // A trigger that leads nowhere has its own diagnostic, which says what to do.
  const isStarted = index.target(index.trigger.id, 'input') !== null
  if (hasOutcome || !isStarted) return unreachable
  return [diagnose('no-outcome', { node: index.trigger.id }, 'No outcome can be reached'), ...unreachable]
}

/**
 * Undo wires are left out: a compensation starts no other. A cycle with a planner always passes an action, whose result
 * goes to a verifier, so looking for cycles without a planner and for cycles without a verifier finds all the others.
 */
function checkBounded(index: GraphIndex): Diagnostic[] {
  const reported = new Set<NodeId>()
  return (['planner', 'verifier'] as const).flatMap((kind) => {
    const nodes = index.nodes().filter((node) => node.kind !== kind)
    const cycles = findCycles(
      nodes.map((node) => node.id),
      (id) => index.successors(id, ['undo']).filter((next) => index.node(next)?.kind !== kind),
    )
    return cycles.flatMap((cycle) => {
      const [first] = cycle
      if (first === undefined || cycle.some((id) => reported.has(id))) return []
      for (const id of cycle) reported.add(id)
      const names = cycle.map((id) => `“${index.node(id)?.title ?? id}”`).join(', ')
      return [diagnose('unbounded-cycle', { node: first }, `A run could go round ${names} without end`)]
    })
  })
}
