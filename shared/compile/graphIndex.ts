import type { Edge, PortName, PortRef } from '../graph/edge.ts'
import type { Graph } from '../graph/graph.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Node, NodeKind, NodeOf } from '../graph/nodes/node.ts'
import { portsFit } from '../graph/ports.ts'

/** A graph with its look-ups. Only wires that lead from one existing port to another are followed. */
export class GraphIndex {
  readonly graph: Graph
  readonly trigger: NodeOf<'trigger'> | undefined
  readonly #byId = new Map<NodeId, { node: Node; place: number }>()
  readonly #fitting = new Set<Edge>()
  readonly #leavingPort = new Map<string, Edge[]>()
  readonly #leaving = new Map<NodeId, Edge[]>()
  readonly #arriving = new Map<NodeId, Edge[]>()

  constructor(graph: Graph) {
    this.graph = graph
    for (const [place, node] of graph.nodes.entries())
      if (!this.#byId.has(node.id)) this.#byId.set(node.id, { node, place })
    this.trigger = graph.nodes.find((node) => node.kind === 'trigger')
    const wires = new Set<string>()
    for (const edge of graph.edges) {
      if (!this.#fitsPorts(edge)) continue
      this.#fitting.add(edge)
      const wire = `${portKey(edge.from)} ${portKey(edge.to)}`
      if (wires.has(wire)) continue
      wires.add(wire)
      push(this.#leavingPort, portKey(edge.from), edge)
      push(this.#leaving, edge.from.node, edge)
      push(this.#arriving, edge.to.node, edge)
    }
  }

  node(id: NodeId): Node | undefined {
    return this.#byId.get(id)?.node
  }

  nodeOf<K extends NodeKind>(id: NodeId, kind: K): NodeOf<K> | undefined {
    const node = this.node(id)
    return node?.kind === kind ? (node as NodeOf<K>) : undefined
  }

  /** The nodes of a kind, each id once, in the order of the graph. */
  nodesOf<K extends NodeKind>(kind: K): NodeOf<K>[] {
    return [...this.#byId.values()].flatMap(({ node }) => (node.kind === kind ? [node as NodeOf<K>] : []))
  }

  nodes(): Node[] {
    return [...this.#byId.values()].map(({ node }) => node)
  }

  /** The JSON Pointer of a node in the graph. */
  pointerOf(id: NodeId): string {
    return `/nodes/${this.#byId.get(id)?.place ?? '-'}`
  }

  /** The JSON Pointer of a wire in the graph. */
  edgePointer(edge: Edge): string {
    return `/edges/${this.graph.edges.indexOf(edge)}`
  }

  /** Whether both ends of a wire exist and fit. */
  fits(edge: Edge): boolean {
    return this.#fitting.has(edge)
  }

  #fitsPorts(edge: Edge): boolean {
    const from = this.node(edge.from.node)
    const to = this.node(edge.to.node)
    if (!from || !to) return false
    return portsFit({ kind: from.kind, port: edge.from.port }, { kind: to.kind, port: edge.to.port }).ok
  }

  /** Wires that leave a port, the first of each destination. */
  leaving(node: NodeId, port: PortName): Edge[] {
    return this.#leavingPort.get(portKey({ node, port })) ?? []
  }

  /** Where a port leads: its first wire, for a port that only one may leave. */
  target(id: NodeId, port: PortName): NodeId | null {
    return this.leaving(id, port)[0]?.to.node ?? null
  }

  arriving(id: NodeId): Edge[] {
    return this.#arriving.get(id) ?? []
  }

  /** Where a node leads, over any port but those left out. */
  successors(id: NodeId, except: readonly PortName[] = []): NodeId[] {
    const edges = this.#leaving.get(id) ?? []
    return edges.filter((edge) => !except.includes(edge.from.port)).map((edge) => edge.to.node)
  }

  /** The actions that a planner may use, at once or with an approval, sorted. */
  actionsOf(planner: NodeId): NodeId[] {
    const actions = this.leaving(planner, 'plan').flatMap(({ to }) =>
      this.node(to.node)?.kind === 'approval'
        ? this.leaving(to.node, 'granted').map((edge) => edge.to.node)
        : [to.node],
    )
    return [...new Set(actions)].filter((id) => this.node(id)?.kind === 'action').toSorted()
  }

  /** The planners that may use an action. */
  plannersOf(action: NodeId): NodeId[] {
    return this.nodesOf('planner')
      .map(({ id }) => id)
      .filter((planner) => this.actionsOf(planner).includes(action))
  }

  /** Whether a planner may use the action. */
  isPlanned(action: NodeId): boolean {
    return this.arriving(action).some(({ from }) =>
      from.port === 'granted' ? this.asksForSteps(from.node) : from.port === 'plan',
    )
  }

  /** Whether an approval stands between a planner and its actions: then it asks about each of their steps. */
  asksForSteps(approval: NodeId): boolean {
    return this.arriving(approval).some((edge) => edge.from.port === 'plan')
  }

  /** The approvals that stand before an action, sorted. */
  approvalsBefore(action: NodeId): NodeId[] {
    return this.arriving(action)
      .filter(({ from }) => from.port === 'granted' && this.asksForSteps(from.node))
      .map(({ from }) => from.node)
      .toSorted()
  }

  /** Everything that can be reached from a node, itself included. */
  reachableFrom(id: NodeId): Set<NodeId> {
    const reached = new Set<NodeId>([id])
    const rest: NodeId[] = [id]
    for (let next = rest.pop(); next !== undefined; next = rest.pop())
      for (const successor of this.successors(next)) {
        if (reached.has(successor)) continue
        reached.add(successor)
        rest.push(successor)
      }
    return reached
  }
}

function portKey({ node, port }: PortRef): string {
  return `${node}/${port}`
}

function push<K>(lists: Map<K, Edge[]>, key: K, edge: Edge): void {
  const list = lists.get(key)
  if (list) list.push(edge)
  else lists.set(key, [edge])
}
