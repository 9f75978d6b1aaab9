import type { PortName } from '../../../shared/graph/edge.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { connect, nodeOf, occupantOf } from './connect.ts'
import { insertAfter } from './insertNode.ts'
import { removeNodes } from './removeNodes.ts'

/** The wires that carry a run on: they follow the new place. The other ones stay with the node. */
const onward: ReadonlySet<PortName> = new Set(['input', 'plan', 'result', 'pass', 'granted'])

/**
 * Takes a node out of its place, joins what it stood between, and puts it after another node, wired where that fits. Verdicts, refusals and
 * undo lead where they led.
 */
export function moveAfter(graph: Graph, id: string, after: string): Graph {
  const node = nodeOf(graph, id)
  if (!node || id === after || !nodeOf(graph, after)) return graph
  const moved = insertAfter(removeNodes(graph, [id]), node, after)
  const own = graph.edges.filter(
    ({ from, to }) => from.node === id || (to.node === id && from.port === 'undo'),
  )
  const sides = own.filter(({ from }) => !onward.has(from.port))
  // Where the new place says nothing about what comes next, what came next before stays.
  const leads = moved.edges.some(({ from }) => from.node === id)
  const kept = leads ? sides : own
  return kept.reduce((rewired, { from, to }) => {
    if (occupantOf(rewired, from) !== null) return rewired
    const joined = connect(rewired, from, to)
    return joined.ok ? joined.graph : rewired
  }, moved)
}
