import type { Graph } from '../../../shared/graph/graph.ts'
import type { CanvasGroup } from '../../../shared/graph/layout.ts'
import type { Node, NodeKind } from '../../../shared/graph/nodes/node.ts'
import { cardHeight, cardWidth } from './geometry.ts'
import { uniqueId } from './uniqueId.ts'

const none: readonly CanvasGroup[] = []

/** The groups on the canvas of a graph. */
export function groupsOf(graph: Graph): readonly CanvasGroup[] {
  return graph.layout.groups ?? none
}

export function groupOf(graph: Graph, id: string): CanvasGroup | undefined {
  return groupsOf(graph).find((group) => group.id === id)
}

/** The groups that have one of these nodes. */
export function groupsWith(graph: Graph, nodes: readonly string[]): CanvasGroup[] {
  return groupsOf(graph).filter((group) => group.nodes.some((id) => nodes.includes(id)))
}

/** Puts a frame around nodes; one that they were in before lets them go. */
export function groupNodes(
  graph: Graph,
  nodes: readonly string[],
  title: string,
): { graph: Graph; id: string } {
  const left = leaveGroups(graph, nodes)
  const id = uniqueId(
    'group',
    groupsOf(left).map((group) => group.id),
  )
  return { graph: withGroups(left, [...groupsOf(left), { id, title, nodes: [...nodes] }]), id }
}

/** Takes the frame away; what was in it stays. */
export function removeGroups(graph: Graph, ids: readonly string[]): Graph {
  return withGroups(
    graph,
    groupsOf(graph).filter((group) => !ids.includes(group.id)),
  )
}

export function changeGroup(
  graph: Graph,
  id: string,
  change: Partial<Pick<CanvasGroup, 'title' | 'folded'>>,
): Graph {
  return withGroups(
    graph,
    groupsOf(graph).map((group) => (group.id === id ? { ...group, ...change } : group)),
  )
}

/** Puts nodes into a group that is there; the groups that they were in let them go. */
export function joinGroup(graph: Graph, id: string, nodes: readonly string[]): Graph {
  const coming = nodes.filter((node) => !groupOf(graph, id)?.nodes.includes(node))
  const left = leaveGroups(graph, coming)
  if (coming.length === 0 || !groupOf(left, id)) return graph
  const groups = groupsOf(left).map((group) =>
    group.id === id ? { ...group, nodes: [...group.nodes, ...coming] } : group,
  )
  return withGroups(left, groups)
}

/** The group in whose frame a node has been put that is in none; null when it stands in no frame. */
export function groupAround(graph: Graph, node: string): CanvasGroup | null {
  const at = graph.layout.positions[node]
  const kind = graph.nodes.find((each) => each.id === node)?.kind
  if (!at || !kind || groupsWith(graph, [node]).length > 0) return null
  const box = { ...at, width: cardWidth, height: cardHeight(kind) }
  return (
    groupsOf(graph).find((group) => {
      const frame = group.folded === true ? null : groupFrame(graph, group)
      return frame !== null && isWithin(box, frame)
    }) ?? null
  )
}

/** Takes nodes out of the groups that they are in; a group without nodes is none. */
export function leaveGroups(graph: Graph, nodes: readonly string[]): Graph {
  if (groupsWith(graph, nodes).length === 0) return graph
  const groups = groupsOf(graph).map((group) => ({
    ...group,
    nodes: group.nodes.filter((id) => !nodes.includes(id)),
  }))
  return withGroups(
    graph,
    groups.filter((group) => group.nodes.length > 0),
  )
}

function withGroups(graph: Graph, groups: CanvasGroup[]): Graph {
  const { groups: _, ...layout } = graph.layout
  return { ...graph, layout: groups.length === 0 ? layout : { ...layout, groups } }
}

/** Adds groups as they were copied, under ids that are free. */
export function addGroups(graph: Graph, groups: readonly CanvasGroup[]): Graph {
  return groups.reduce((grown, group) => {
    const id = uniqueId(
      group.id,
      groupsOf(grown).map((each) => each.id),
    )
    return withGroups(grown, [...groupsOf(grown), { ...group, id }])
  }, graph)
}

export type Box = { x: number; y: number; width: number; height: number }

export function isWithin(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  )
}

const margin = { side: 24, top: 48, bottom: 32 } as const

const kindsCache = new WeakMap<readonly Node[], ReadonlyMap<string, NodeKind>>()

/** The kind of each node. Kept while the nodes stay the same: frames are drawn anew with each step of a drag. */
function kindsOf(nodes: readonly Node[]): ReadonlyMap<string, NodeKind> {
  const known = kindsCache.get(nodes)
  if (known) return known
  const kinds = new Map(nodes.map((node) => [node.id, node.kind]))
  kindsCache.set(nodes, kinds)
  return kinds
}

/** The frame of a group: around the cards of its nodes. Null when none of them is in the graph. */
export function groupFrame(graph: Graph, group: CanvasGroup): Box | null {
  const kinds = kindsOf(graph.nodes)
  const boxes = group.nodes.flatMap((id) => {
    const kind = kinds.get(id)
    const at = graph.layout.positions[id]
    return at && kind ? [{ ...at, right: at.x + cardWidth, bottom: at.y + cardHeight(kind) }] : []
  })
  if (boxes.length === 0) return null
  const x = Math.min(...boxes.map((box) => box.x)) - margin.side
  const y = Math.min(...boxes.map((box) => box.y)) - margin.top
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.right)) + margin.side - x,
    height: Math.max(...boxes.map((box) => box.bottom)) + margin.bottom - y,
  }
}

const noHomes: ReadonlyMap<string, string> = new Map()

/** For each node that is out of sight, the folded group that is drawn in its place. */
export function foldedHomes(graph: Graph): ReadonlyMap<string, string> {
  const folded = groupsOf(graph).filter((group) => group.folded === true)
  if (folded.length === 0) return noHomes
  const here = new Set(graph.nodes.map((node) => node.id))
  const homes = new Map<string, string>()
  const placed = new Set<string>()
  for (const group of groupsOf(graph)) {
    for (const node of group.nodes) {
      if (placed.has(node) || !here.has(node) || graph.layout.positions[node] === undefined) continue
      placed.add(node)
      if (group.folded === true) homes.set(node, group.id)
    }
  }
  return homes
}
