import { graphlib, layout } from '@dagrejs/dagre'
import type { Edge } from '../../../shared/graph/edge.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Position } from '../../../shared/graph/layout.ts'
import { nodeOf } from './connect.ts'
import { depths, edgeRoles } from './edgeRole.ts'
import { cardHeight, cardWidth, grid, handlePlaces } from './geometry.ts'
import { groupsOf } from './groups.ts'

const gap = 40
/** Between the cards where there are frames around some of them: room for a frame’s title and edge. */
const frameGap = 64

/**
 * Places for every node, left to right. Ways back are left out, so that the main path decides the order and the loop
 * stays a loop; an action that only undoes another stands under it. What is in a group stands together, and nothing else in its frame.
 */
export function layoutGraph(graph: Graph): Record<string, Position> {
  const undoers = undoOnly(graph)
  const stackOf = (id: string): string[] =>
    undoers.get(id)?.flatMap((child) => [child, ...stackOf(child)]) ?? []
  const children = new Set([...undoers.values()].flat())
  const heightOf = (id: string) => cardHeight(nodeOf(graph, id)?.kind ?? 'action')
  const columnHeight = (id: string) =>
    [id, ...stackOf(id)].reduce((sum, each) => sum + heightOf(each) + gap, -gap)

  const groups = groupsOf(graph).filter((group) => group.nodes.some((id) => nodeOf(graph, id)))
  const dagre = new graphlib.Graph({ directed: true, multigraph: true, compound: groups.length > 0 })
  dagre.setGraph({
    rankdir: 'LR',
    // The shortest wires take long to find; nearly the shortest, half of that.
    ranker: graph.nodes.length > manyNodes ? 'tight-tree' : 'network-simplex',
    nodesep: groups.length > 0 ? frameGap : gap,
    ranksep: 120,
    marginx: 0,
    marginy: 0,
  })
  dagre.setDefaultEdgeLabel(() => ({}))
  for (const node of graph.nodes) {
    if (!children.has(node.id)) dagre.setNode(node.id, { width: cardWidth, height: columnHeight(node.id) })
  }
  for (const group of groups) {
    // No node’s id has a colon.
    const frame = `group:${group.id}`
    dagre.setNode(frame, {})
    for (const id of group.nodes) {
      if (dagre.hasNode(id) && dagre.parent(id) === undefined) dagre.setParent(id, frame)
    }
  }
  const roles = edgeRoles(graph)
  const far = graph.nodes.length > manyNodes ? farSideWays(graph) : new Set<string>()
  for (const edge of graph.edges) {
    const role = roles.get(edge.id)
    if (role === 'loop' || role === 'undo' || children.has(edge.from.node) || children.has(edge.to.node))
      continue
    if (far.has(edge.id)) continue
    dagre.setEdge(
      edge.from.node,
      edge.to.node,
      { weight: role === 'main' || role === 'use' ? 4 : 1 },
      edge.id,
    )
  }
  layout(dagre)

  const cards = dagre.nodes().filter((id) => nodeOf(graph, id))
  const boxes = cards.map((id): Box => {
    const box = dagre.node(id) as { x: number; y: number }
    return { id, x: box.x - cardWidth / 2, y: box.y - columnHeight(id) / 2, height: columnHeight(id) }
  })
  const snap = (value: number) => Math.round(value / grid) * grid
  const places: Record<string, Position> = {}
  for (const { id, x, y } of groups.length > 0 ? boxes : orderByPorts(graph, boxes)) {
    let top = snap(y)
    for (const each of [id, ...stackOf(id)]) {
      places[each] = { x: snap(x), y: top }
      top += heightOf(each) + gap
    }
  }
  return places
}

/** From here on, side ways from every stage to one outcome are what a layout spends its time on. */
const manyNodes = 150

/** Side ways that don't decide where their end stands: all that lead to a node but the one from furthest along. */
function farSideWays(graph: Graph): Set<string> {
  const roles = edgeRoles(graph)
  const depth = depths(graph)
  const sides = graph.edges.filter(({ id }) => ['rollback', 'escalate', 'bail'].includes(roles.get(id) ?? ''))
  const along = (edge: Edge) => depth.get(edge.from.node) ?? 0
  const kept = [...Map.groupBy(sides, ({ to }) => to.node).values()].map((edges) =>
    edges.reduce((last, edge) => (along(edge) > along(last) ? edge : last)),
  )
  const keptIds = new Set(kept.map(({ id }) => id))
  return new Set(sides.flatMap(({ id }) => (keptIds.has(id) ? [] : [id])))
}

type Box = { id: string; x: number; y: number; height: number }

/** Boxes of each column in the order of the ports that lead to them, so that wires from one card don't cross. */
function orderByPorts(graph: Graph, boxes: readonly Box[]): Box[] {
  const placed = new Map<string, Box>()
  const entering = Map.groupBy(graph.edges, (edge) => edge.to.node)
  const columns = Map.groupBy(boxes, (box) => Math.round(box.x))
  const pull = (box: Box): number => {
    const starts = (entering.get(box.id) ?? []).flatMap((edge) => {
      const source = placed.get(edge.from.node)
      const kind = nodeOf(graph, edge.from.node)?.kind
      const port = kind && handlePlaces(kind).out.find((place) => place.port === edge.from.port)
      return source && port ? [source.y + port.y] : []
    })
    return starts.length === 0 ? box.y : starts.reduce((sum, y) => sum + y, 0) / starts.length
  }
  for (const x of [...columns.keys()].toSorted((one, other) => one - other)) {
    const column = (columns.get(x) ?? []).toSorted((one, other) => one.y - other.y)
    const gaps = column.map((box, index) => (column[index + 1]?.y ?? 0) - box.y - box.height)
    const wanted = column
      .map((box) => ({ box, pull: pull(box) }))
      .toSorted((one, other) => one.pull - other.pull)
    let y = column[0]?.y ?? 0
    wanted.forEach(({ box }, index) => {
      placed.set(box.id, { ...box, y })
      y += box.height + (gaps[index] ?? gap)
    })
  }
  return [...placed.values()]
}

/** Which actions serve only to undo another one, by the action that they undo. */
function undoOnly(graph: Graph): Map<string, string[]> {
  const undone = new Map<string, string[]>()
  const entering = Map.groupBy(graph.edges, (edge) => edge.to.node)
  const undoable = new Set(graph.edges.flatMap(({ from }) => (from.port === 'undo' ? [from.node] : [])))
  for (const node of graph.nodes) {
    const into = entering.get(node.id) ?? []
    const first = into[0]
    if (!first || into.some((edge) => edge.from.port !== 'undo')) continue
    // Two actions that undo each other would stand under each other for ever.
    if (undoable.has(node.id)) continue
    undone.set(first.from.node, [...(undone.get(first.from.node) ?? []), node.id])
  }
  return undone
}
