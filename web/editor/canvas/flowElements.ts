import { type Edge as FlowEdgeBase, type Node as FlowNodeBase, Position } from '@xyflow/react'
import type { Edge } from '../../../shared/graph/edge.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { defaultLimits } from '../../../shared/graph/limits.ts'
import type { Node, NodeKind } from '../../../shared/graph/nodes/node.ts'
import type { CanvasMarks } from '../../../shared/projections/canvasMarks.ts'
import type { EdgeMark } from '../../../shared/projections/edgeMark.ts'
import type { ShownMark } from '../../../shared/projections/nodeMark.ts'
import { contractOf } from '../model/connect.ts'
import { type EdgeRole, edgeRoles } from '../model/edgeRole.ts'
import { exitCondition, verifierAt } from '../model/exitCondition.ts'
import { cardHeight, cardWidth, type HandlePlace, handlePlaces, portBox } from '../model/geometry.ts'
import { foldedHomes, groupFrame, groupOf } from '../model/groups.ts'
import { type NodeMarks, nodeMarks } from '../model/nodeMarks.ts'
import type { ProblemCount } from '../problems/problemCounts.ts'
import { foldedPlace, groupElementId } from './folded.ts'
import { loopFloors } from './loopFloors.ts'
import { loopLabel } from './loopLabel.ts'

/** What a card draws. */
export type CardData = {
  node: Node
  marks: NodeMarks
  problems: ProblemCount | null
  run: ShownMark | null
  editable: boolean
  simulated: boolean
}
export type FlowNode = FlowNodeBase<CardData, NodeKind>

export type WireData = {
  role: EdgeRole
  /** What it carries, in words. */
  contract: string
  /** For a way back: how far down its arc runs. */
  floor: number
  label: string | null
  /** For a way back: what has to hold for a run to leave the loop. */
  exit: string | null
  /** What the run that is shown did on it; null while none is shown. */
  run: EdgeMark | null
}
export type FlowEdge = FlowEdgeBase<WireData, 'wire'>

export type FlowInput = {
  graph: Graph
  selectedNodes: ReadonlySet<string>
  selectedEdges: ReadonlySet<string>
  problems: ReadonlyMap<string, ProblemCount>
  marks: CanvasMarks | null
  mocked: ReadonlySet<string>
  editable: boolean
}

const sides = { left: Position.Left, right: Position.Right, bottom: Position.Bottom } as const

const handlesOf = (kind: NodeKind) => {
  const { into, out } = handlePlaces(kind)
  const handle = (type: 'source' | 'target') => (place: HandlePlace) => ({
    id: place.port,
    type,
    position: sides[place.side],
    ...portBox(place),
  })
  return [...into.map(handle('target')), ...out.map(handle('source'))]
}

/** Turns a graph into the canvas's nodes and wires. What did not change keeps its identity, so that only what did is drawn again. */
export function createFlowElements() {
  const nodes = new Map<string, { key: readonly unknown[]; element: FlowNode }>()
  const edges = new Map<string, { key: readonly unknown[]; element: FlowEdge }>()
  let before: { nodes: FlowNode[]; edges: FlowEdge[] } = { nodes: [], edges: [] }
  return (input: FlowInput): { nodes: FlowNode[]; edges: FlowEdge[] } => {
    const homes = foldedHomes(input.graph)
    before = {
      nodes: sameOr(
        before.nodes,
        input.graph.nodes
          .filter((node) => !homes.has(node.id))
          .map((node) => kept(nodes, node.id, nodeKey(input, node), () => flowNode(input, node))),
      ),
      edges: sameOr(before.edges, flowEdges(input, homes, edges)),
    }
    return before
  }
}

/** The list from before when nothing in it differs: the canvas compares lists, not what is in them. */
function sameOr<T>(before: T[], next: T[]): T[] {
  return before.length === next.length && next.every((item, index) => item === before[index]) ? before : next
}

function kept<T>(
  cache: Map<string, { key: readonly unknown[]; element: T }>,
  id: string,
  key: readonly unknown[],
  make: () => T,
): T {
  const known = cache.get(id)
  if (known && known.key.length === key.length && known.key.every((part, index) => part === key[index])) {
    return known.element
  }
  const element = make()
  cache.set(id, { key, element })
  return element
}

const undoneCache = new WeakMap<readonly Edge[], ReadonlySet<string>>()

/** The nodes that have something that undoes them. Found once for all nodes, since it is asked of each. */
function undone(edges: readonly Edge[]): ReadonlySet<string> {
  const known = undoneCache.get(edges)
  if (known) return known
  const found = new Set(edges.flatMap(({ from }) => (from.port === 'undo' ? [from.node] : [])))
  undoneCache.set(edges, found)
  return found
}

function nodeKey(input: FlowInput, node: Node): readonly unknown[] {
  const problems = input.problems.get(node.id)
  const position = input.graph.layout.positions[node.id]
  const run = input.marks?.nodes[node.id]
  return [
    node,
    position?.x,
    position?.y,
    input.selectedNodes.has(node.id),
    problems?.errors,
    problems?.warnings,
    run?.state,
    run?.attempt,
    run?.iteration,
    run?.durationMs,
    run?.says,
    input.mocked.has(node.id),
    input.graph.policies,
    undone(input.graph.edges).has(node.id),
    input.editable,
  ]
}

function flowNode(input: FlowInput, node: Node): FlowNode {
  const size = { width: cardWidth, height: cardHeight(node.kind) }
  return {
    id: node.id,
    type: node.kind,
    position: input.graph.layout.positions[node.id] ?? { x: 0, y: 0 },
    ...size,
    measured: size,
    handles: handlesOf(node.kind),
    selected: input.selectedNodes.has(node.id),
    data: {
      node,
      marks: nodeMarks(input.graph, node),
      problems: input.problems.get(node.id) ?? null,
      run: input.marks?.nodes[node.id] ?? null,
      editable: input.editable,
      simulated: input.mocked.has(node.id),
    },
  }
}

function flowEdges(
  input: FlowInput,
  homes: ReadonlyMap<string, string>,
  cache: Map<string, { key: readonly unknown[]; element: FlowEdge }>,
): FlowEdge[] {
  const { graph, marks } = input
  const roles = edgeRoles(graph)
  const floors = loopFloors(homes.size > 0 ? asFolded(graph, homes) : graph, roles)
  const ids = new Set(graph.nodes.map((node) => node.id))
  const limits = {
    iterations: graph.limits.iterations ?? defaultLimits.iterations,
    costUsd: graph.limits.costUsd ?? defaultLimits.costUsd,
  }
  const loopWords = loopLabel(limits, marks?.used ?? null)
  return graph.edges
    .filter((edge) => ids.has(edge.from.node) && ids.has(edge.to.node))
    .filter((edge) => !homes.has(edge.from.node) || homes.get(edge.from.node) !== homes.get(edge.to.node))
    .map((edge) => {
      const role = roles.get(edge.id) ?? 'main'
      const label = role === 'loop' ? loopWords : null
      const run = marks && (marks.edges[edge.id] ?? 'idle')
      const floor = floors.get(edge.id) ?? 0
      const selected = input.selectedEdges.has(edge.id)
      const verifier = role === 'loop' ? verifierAt(graph, edge) : null
      const exit = verifier && exitCondition(verifier, edge.from.port)
      const ends = { from: homes.get(edge.from.node), to: homes.get(edge.to.node) }
      const key = [edge, ends.from, ends.to, role, label, exit, floor, selected, run]
      return kept(cache, edge.id, key, () =>
        flowEdge(
          edge,
          ends,
          {
            role,
            label,
            exit,
            floor,
            contract: contractOf(graph, edge),
            run,
          },
          selected,
        ),
      )
    })
}

/** The folded groups at the ends of a wire. */
type Ends = { from: string | undefined; to: string | undefined }

function flowEdge(edge: Edge, ends: Ends, data: WireData, selected: boolean): FlowEdge {
  return {
    id: edge.id,
    type: 'wire',
    source: ends.from === undefined ? edge.from.node : groupElementId(ends.from),
    sourceHandle: ends.from === undefined ? edge.from.port : 'out',
    target: ends.to === undefined ? edge.to.node : groupElementId(ends.to),
    targetHandle: ends.to === undefined ? edge.to.port : 'in',
    selected,
    // Above its neighbours while it is selected or the run is on it, so that it can be followed through a crossing.
    zIndex: selected || data.run === 'active' ? 1 : 0,
    data,
  }
}

/** The graph with the nodes of folded groups where the group's card stands. */
function asFolded(graph: Graph, homes: ReadonlyMap<string, string>): Graph {
  const positions = { ...graph.layout.positions }
  for (const [node, id] of homes) {
    const group = groupOf(graph, id)
    const frame = group && groupFrame(graph, group)
    if (frame) positions[node] = foldedPlace(frame)
  }
  return { ...graph, layout: { ...graph.layout, positions } }
}
