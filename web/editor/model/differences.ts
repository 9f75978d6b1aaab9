import type { Graph } from '../../../shared/graph/graph.ts'
import { readGraph } from './readGraph.ts'

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** What differs between a graph and another document, a line each, in words. */
export function differences(mine: Graph, other: unknown): string[] {
  const read = readGraph(other)
  if (!read.ok) return ['The other one is not a graph that the canvas can show']
  const theirs = read.graph
  const nodes = (graph: Graph) => new Map(graph.nodes.map((node) => [node.id, node]))
  const [own, foreign] = [nodes(mine), nodes(theirs)]
  const lines: string[] = []
  for (const [id, node] of own) {
    const twin = foreign.get(id)
    if (!twin) lines.push(`Only yours has “${node.title}”`)
    else if (!same(node, twin)) lines.push(`“${node.title}” differs`)
  }
  for (const [id, node] of foreign) if (!own.has(id)) lines.push(`Only theirs has “${node.title}”`)
  const wires = (graph: Graph) =>
    graph.edges.map((edge) => `${edge.from.node}.${edge.from.port} → ${edge.to.node}`).toSorted()
  const [mineWires, theirWires] = [wires(mine), wires(theirs)]
  for (const wire of mineWires) if (!theirWires.includes(wire)) lines.push(`Only yours wires ${wire}`)
  for (const wire of theirWires) if (!mineWires.includes(wire)) lines.push(`Only theirs wires ${wire}`)
  if (!same([mine.title, mine.description], [theirs.title, theirs.description]))
    lines.push('Title or description differ')
  if (!same(mine.limits, theirs.limits)) lines.push('Limits differ')
  if (!same(mine.policies, theirs.policies)) lines.push('Policies differ')
  if (!same(mine.properties, theirs.properties)) lines.push('Stated properties differ')
  if (!same(mine.layout.positions, theirs.layout.positions)) lines.push('Places on the canvas differ')
  return lines
}
