import type { Edge } from '../../../shared/graph/edge.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Node, NodeKind } from '../../../shared/graph/nodes/node.ts'
import { type AsideChange, asideChanges, withGone } from './asideDiff.ts'
import { type Change, type FieldChange, fieldChanges } from './fieldChanges.ts'
import { sameJson } from './sameJson.ts'

export type NodeChange = {
  id: string
  kind: NodeKind
  title: string
  change: Change
  /** Of a node that is in both. */
  fields: readonly FieldChange[]
}
export type EdgeChange = { id: string; change: 'added' | 'removed'; edge: Edge; words: string }

/** What differs between two graphs. Where things stand on the canvas counts apart: it changes no version. */
export type GraphDiff = {
  nodes: readonly NodeChange[]
  edges: readonly EdgeChange[]
  /** Fields of the loop itself: title, limits, policies, tests, properties. */
  loop: readonly FieldChange[]
  asides: readonly AsideChange[]
  /** Nodes that only stand elsewhere. */
  moved: number
  /** Both graphs in one: the later one, and what it no longer has, where that stood. */
  union: Graph
}

/** Where two edges join the same ports they are the same, whatever their ids. */
export const edgeKey = ({ from, to }: Pick<Edge, 'from' | 'to'>) =>
  `${from.node}.${from.port}>${to.node}.${to.port}`

/** Parts of a graph that are neither nodes nor edges nor layout, nor what a loop is for good. */
export const loopFields = ['title', 'description', 'limits', 'policies', 'cases', 'properties'] as const

/** What is laid out besides where nodes stand and where the builder looks. */
export function asidesOf({ layout }: Graph): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(layout).filter(([key]) => key !== 'positions' && key !== 'viewport'),
  )
}

/** What it takes to get from one graph to the other. */
export function graphDiff(before: Graph, after: Graph): GraphDiff {
  const nodes = nodeChanges(before, after)
  const edges = edgeChanges(before, after)
  return {
    nodes,
    edges,
    loop: loopFields.flatMap((field) => fieldChanges(before[field], after[field], [field])),
    asides: asideChanges(before, after),
    moved: movedNodes(before, after),
    union: unionOf(before, after, edges),
  }
}

/** How many changes there are; moves are none, nor is what stands beside the nodes. */
export function changeCount({ nodes, edges, loop }: GraphDiff): number {
  return nodes.length + edges.length + loop.length
}

function nodeChanges(before: Graph, after: Graph): NodeChange[] {
  const had = byId(before)
  const has = byId(after)
  const about = ({ id, kind, title }: Node) => ({ id, kind, title })
  const kept = after.nodes.flatMap((node): NodeChange[] => {
    const old = had.get(node.id)
    if (!old) return [{ ...about(node), change: 'added', fields: [] }]
    const fields = fieldChanges(old, node, [])
    return fields.length === 0 ? [] : [{ ...about(node), change: 'changed', fields }]
  })
  const gone = before.nodes
    .filter(({ id }) => !has.has(id))
    .map((node): NodeChange => ({ ...about(node), change: 'removed', fields: [] }))
  return [...kept, ...gone]
}

function edgeChanges(before: Graph, after: Graph): EdgeChange[] {
  const had = new Set(before.edges.map(edgeKey))
  const has = new Set(after.edges.map(edgeKey))
  const changed = (graph: Graph, other: ReadonlySet<string>, change: EdgeChange['change']) => {
    const titles = new Map(graph.nodes.map((node) => [node.id, node.title || node.id]))
    return graph.edges
      .filter((edge) => !other.has(edgeKey(edge)))
      .map((edge) => {
        const end = (id: string) => titles.get(id) ?? id
        const words = `${end(edge.from.node)}.${edge.from.port} → ${end(edge.to.node)}`
        // An edge that is gone may share its id with one that joins other ports now.
        const id = change === 'removed' ? `removed:${edge.id}` : edge.id
        return { id, change, edge, words }
      })
  }
  return [...changed(after, had, 'added'), ...changed(before, has, 'removed')]
}

function movedNodes(before: Graph, after: Graph): number {
  return after.nodes.filter(({ id }) => {
    const [from, to] = [before.layout.positions[id], after.layout.positions[id]]
    return from !== undefined && to !== undefined && !sameJson(from, to)
  }).length
}

function unionOf(before: Graph, after: Graph, edges: readonly EdgeChange[]): Graph {
  const has = byId(after)
  const gone = before.nodes.filter(({ id }) => !has.has(id))
  const places = gone.flatMap(({ id }) => {
    const at = before.layout.positions[id]
    return at ? [[id, at] as const] : []
  })
  return {
    ...after,
    nodes: [...after.nodes, ...gone],
    edges: [
      ...after.edges,
      ...edges.filter(({ change }) => change === 'removed').map(({ id, edge }) => ({ ...edge, id })),
    ],
    layout: {
      ...after.layout,
      ...withGone('groups', before, after),
      ...withGone('notes', before, after),
      positions: { ...Object.fromEntries(places), ...after.layout.positions },
    },
  }
}

const byId = (graph: Graph) => new Map(graph.nodes.map((node) => [node.id, node]))
