import type { Edge } from '../../../shared/graph/edge.ts'
import { emptyGraph } from '../../../shared/graph/emptyGraph.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import { fanOf, nodeOf, outPortsOf } from './connect.ts'
import { asidesOf, edgeKey, loopFields } from './graphDiff.ts'
import { type Clash, mergeOrder, mergeValues, type Settle } from './mergeValues.ts'
import { readGraph } from './readGraph.ts'
import { renameNodeId } from './references.ts'
import { isContainer, sameJson } from './sameJson.ts'
import { uniqueId } from './uniqueId.ts'

export type Choice = 'mine' | 'theirs'
/** What both drafts changed, each in its own way: a field of a node, or (null) of the loop itself. */
export type Conflict = Clash & { key: string; node: string | null; title: string }
export type Merge = { graph: Graph; conflicts: readonly Conflict[] }

type Three = { base: Graph; mine: Graph; theirs: Graph }
type Ask = (conflict: Omit<Conflict, 'key'>) => unknown

/**
 * Two drafts that were edited from the same one, as one. What only one side changed is taken from it. What both changed
 * differently is a conflict: it gets what is chosen, or mine. Without the draft that both come from (null), all that either
 * has is kept, and nodes that differ are conflicts.
 */
export function mergeGraphs(
  base: Graph | null,
  mine: Graph,
  theirs: Graph,
  choices: Readonly<Record<string, Choice>> = {},
): Merge {
  const conflicts: Conflict[] = []
  const ask: Ask = (conflict) => {
    const key = [conflict.node ?? '', ...conflict.path].join('/')
    conflicts.push({ ...conflict, key })
    return choices[key] === 'theirs' ? conflict.theirs : conflict.mine
  }
  const three = base
    ? { base, mine, theirs: apart(base, mine, theirs) }
    : { base: common(mine, theirs), mine, theirs }
  const nodes = mergeNodes(three, ask)
  const graph: Graph = {
    ...mergeLoop(three, ask),
    nodes,
    edges: [],
    layout: mergeLayout(three, nodes),
  }
  return { graph: { ...graph, edges: mergeEdges(three, graph, ask) }, conflicts }
}

/** Theirs, with another id for each node that both added under the same one: they are two nodes. */
function apart(base: Graph, mine: Graph, theirs: Graph): Graph {
  const taken = new Set([...base.nodes, ...mine.nodes, ...theirs.nodes].map(({ id }) => id))
  return theirs.nodes.reduce((graph, node) => {
    const own = nodeOf(mine, node.id)
    if (!own || nodeOf(base, node.id) || sameJson(own, node)) return graph
    const id = uniqueId(node.id, taken)
    taken.add(id)
    return renameNodeId(graph, node.id, id)
  }, theirs)
}

/** What two drafts have in common, in place of the one that both come from. */
function common(mine: Graph, theirs: Graph): Graph {
  const keys = new Set(theirs.edges.map(edgeKey))
  return {
    ...emptyGraph(mine.name, ''),
    nodes: mine.nodes.filter((node) => sameJson(node, nodeOf(theirs, node.id))),
    edges: mine.edges.filter((edge) => keys.has(edgeKey(edge))),
  }
}

function mergeNodes({ base, mine, theirs }: Three, ask: Ask): Node[] {
  const ids = (graph: Graph) => graph.nodes.map(({ id }) => id)
  return mergeOrder(ids(base), ids(mine), ids(theirs)).flatMap((id) => {
    const versions = { base: nodeOf(base, id), mine: nodeOf(mine, id), theirs: nodeOf(theirs, id) }
    const title = versions.mine?.title ?? versions.theirs?.title ?? id
    const merged = checked(
      (settle) => mergeValues(versions, [], settle),
      (value) => readNode(value),
      (clash) => ask({ ...clash, node: id, title: title || id }),
      { path: [], ...versions },
    )
    return merged ?? []
  })
}

/** Merges as deep as what comes out can be read; where it can't, the whole is asked for. */
function checked<T>(
  merge: (settle: Settle) => unknown,
  read: (value: unknown) => T | undefined,
  ask: Settle,
  whole: Clash,
): T | undefined {
  const clashes: Clash[] = []
  // Tried with each side's answers first, so that nothing is asked for that is then thrown away.
  const trial = merge((clash) => {
    clashes.push(clash)
    return clash.mine
  })
  if (trial !== undefined && read(trial) === undefined) return read(ask(whole))
  if (clashes.length === 0) return read(trial)
  const settled = merge(ask)
  return read(settled) ?? read(whole.mine)
}

function readNode(value: unknown): Node | undefined {
  if (value === undefined) return undefined
  const read = readGraph({ ...emptyGraph('x', 'x'), nodes: [value] })
  return read.ok ? read.graph.nodes[0] : undefined
}

function mergeLoop({ base, mine, theirs }: Three, ask: Ask): Graph {
  return loopFields.reduce((graph, field) => {
    const versions = { base: base[field], mine: mine[field], theirs: theirs[field] }
    if (sameJson(versions.mine, versions.theirs) || sameJson(versions.base, versions.theirs)) return graph
    const { [field]: _, ...rest } = graph
    const merged = checked(
      (settle) => mergeValues(versions, [field], settle) ?? null,
      (value) => {
        const read = readGraph(value === null ? rest : { ...rest, [field]: value })
        return read.ok ? read.graph : undefined
      },
      (clash) => ask({ ...clash, node: null, title: 'The loop itself' }) ?? null,
      { path: [field], ...versions },
    )
    return merged ?? graph
  }, mine)
}

/** What both moved stays where it is here: nothing that is laid out is worth a question. */
function mergeLayout(three: Three, nodes: readonly Node[]): Graph['layout'] {
  const { base, mine, theirs } = three
  const versions = { base: asidesOf(base), mine: asidesOf(mine), theirs: asidesOf(theirs) }
  const asides = mergeValues(versions, ['layout'], (clash) => clash.mine)
  const read = readGraph({ ...mine, layout: { ...(isContainer(asides) ? asides : {}), positions: {} } })
  const { viewport } = mine.layout
  return {
    ...(read.ok ? read.graph.layout : mine.layout),
    ...(viewport ? { viewport } : {}),
    positions: mergePlaces(three, nodes),
  }
}

function mergePlaces({ base, mine, theirs }: Three, nodes: readonly Node[]): Graph['layout']['positions'] {
  const places = nodes.flatMap(({ id }) => {
    const [was, own, other] = [base, mine, theirs].map(({ layout }) => layout.positions[id])
    const at = own === undefined || sameJson(was, own) ? (other ?? own) : own
    return at ? [[id, at] as const] : []
  })
  return Object.fromEntries(places)
}

function mergeEdges({ base, mine, theirs }: Three, merged: Graph, ask: Ask): Edge[] {
  const known = (graph: Graph) => new Map(graph.edges.map((edge) => [edgeKey(edge), edge]))
  const [was, own, other] = [known(base), known(mine), known(theirs)]
  const ids = new Set(merged.nodes.map(({ id }) => id))
  const gone = (graph: Graph, edge: Edge) => !nodeOf(graph, edge.from.node) || !nodeOf(graph, edge.to.node)
  const keeps = (key: string, edge: Edge) => {
    if (!ids.has(edge.from.node) || !ids.has(edge.to.node)) return false
    if (!was.has(key)) return true
    // A side that lacks the edge only because it lacks a node, which stays, has not taken the edge away.
    return (own.has(key) || gone(mine, edge)) && (other.has(key) || gone(theirs, edge))
  }
  const kept = [...new Map([...other, ...own])].filter(([key, edge]) => keeps(key, edge))
  const settled = onePerPort(merged, kept, { was, own }, ask)
  const taken = new Set<string>()
  return settled.map((edge) => {
    const id = uniqueId(edge.id, taken)
    taken.add(id)
    return id === edge.id ? edge : { ...edge, id }
  })
}

/** Where a port takes one wire and each side led it elsewhere, only the chosen one stays. */
function onePerPort(
  graph: Graph,
  edges: readonly [string, Edge][],
  { was, own }: { was: ReadonlyMap<string, Edge>; own: ReadonlyMap<string, Edge> },
  ask: Ask,
): Edge[] {
  const wired = { ...graph, edges: edges.map(([, edge]) => edge) }
  const groups = Map.groupBy(edges, ([, { from }]) => `${from.node}.${from.port}`)
  return [...groups.values()].flatMap((group) => {
    const all = group.map(([, edge]) => edge)
    const [first] = all
    const node = first && nodeOf(graph, first.from.node)
    const port = node && outPortsOf(node.kind).find((each) => each.port === first.from.port)
    const mine = group.find(([key]) => own.has(key))?.[1]
    const theirs = group.find(([key]) => !own.has(key))?.[1]
    if (!node || !port || !mine || !theirs || fanOf(wired, node.id, port) === 'many') return all
    const before = [...was.values()].find(({ from }) => from.node === node.id && from.port === port.port)
    const chosen = ask({
      node: node.id,
      title: node.title || node.id,
      path: ['wires', port.port],
      base: before?.to.node,
      mine: mine.to.node,
      theirs: theirs.to.node,
    })
    return [chosen === theirs.to.node ? theirs : mine]
  })
}
