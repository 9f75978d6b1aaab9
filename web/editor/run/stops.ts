import type { Program } from '../../../shared/compile/program.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import type { RunState } from '../../../shared/engine/state.ts'
import type { Edge } from '../../../shared/graph/edge.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { NodeId } from '../../../shared/graph/ids.ts'
import { type CanvasMarks, canvasMarks } from '../../../shared/projections/canvasMarks.ts'
import type { ShownMark } from '../../../shared/projections/nodeMark.ts'

/** How far a trial goes. `step`: until the next node begins; `after`: until that node is done. */
export type Until =
  | { type: 'end' }
  | { type: 'step' }
  | { type: 'iteration' }
  | { type: 'after'; node: string }

/** The nodes and edges at which a trial stops whenever it comes to them. */
export type Breakpoints = { nodes: readonly string[]; edges: readonly string[] }

export const noBreakpoints: Breakpoints = { nodes: [], edges: [] }

/** Where a trial stands still, and why: at a node, at an edge, or (both null) anywhere. */
export type Stopped = {
  why: 'breakpoint' | Exclude<Until['type'], 'end'>
  node: string | null
  edge: string | null
}

/** Tells after each event whether the run stops there. */
export type StopWatch = (state: RunState, event: RunEvent) => Stopped | null

/** A watch over a run that stands at `state`. What stops it is what the canvas shows, so that the two never differ. */
export function createStopWatch(
  graph: Graph,
  program: Program,
  state: RunState,
  until: Until,
  breakpoints: Breakpoints,
): StopWatch {
  const watched = watchedIn(graph, until, breakpoints)
  const isWatched = watched.nodes.length + watched.edges.length > 0
  let before = isWatched ? canvasMarks(watched, program, state) : null
  return (next, event) => {
    if (until.type === 'iteration' && event.type === 'iteration.started')
      return { why: 'iteration', node: event.data.planner, edge: null }
    if (!before) return null
    const now = canvasMarks(watched, program, next)
    const stopped = stopBetween(before, now, event, watched, until, breakpoints)
    before = now
    return stopped
  }
}

/** The part of the graph that can stop the run: marks are made after each event, so there must not be more than needed. */
function watchedIn(graph: Graph, until: Until, { nodes, edges }: Breakpoints): Graph {
  const asked = until.type === 'after' ? [until.node] : []
  const ids = new Set([...nodes, ...asked])
  return {
    ...graph,
    nodes: until.type === 'step' ? graph.nodes : graph.nodes.filter(({ id }) => ids.has(id)),
    edges: graph.edges.filter(({ id }) => edges.includes(id)),
  }
}

function stopBetween(
  before: CanvasMarks,
  now: CanvasMarks,
  event: RunEvent,
  watched: Graph,
  until: Until,
  breakpoints: Breakpoints,
): Stopped | null {
  for (const { id } of watched.nodes) {
    const [was, is] = [before.nodes[id], now.nodes[id]]
    if (until.type === 'after' && until.node === id && ends(id, was, is, event))
      return { why: 'after', node: id, edge: null }
    if (!begins(id, was, is, event)) continue
    if (breakpoints.nodes.includes(id)) return { why: 'breakpoint', node: id, edge: null }
    if (until.type === 'step') return { why: 'step', node: id, edge: null }
  }
  const edge = watched.edges.find(
    (each) => isTaken(before.edges[each.id], now.edges[each.id]) || isChosen(each, event),
  )
  return edge ? { why: 'breakpoint', node: null, edge: edge.id } : null
}

type Mark = ShownMark | undefined

const isActing = (mark: Mark) => mark?.state === 'running' || mark?.state === 'waiting'
const isDone = (mark: Mark) => mark !== undefined && mark.state !== 'pending' && !isActing(mark)

/** Whether a node begins to act. Some are done at once; one that is skipped never begins. */
function begins(node: NodeId, was: Mark, is: Mark, event: RunEvent): boolean {
  if (isActing(is)) return !isActing(was) || was?.iteration !== is?.iteration
  return is?.state !== 'skipped' && !isActing(was) && ends(node, was, is, event)
}

/** Whether a node is done, for now. A verifier without checks is done in every iteration anew, and never seen at work. */
function ends(node: NodeId, was: Mark, is: Mark, event: RunEvent): boolean {
  const isJudged = event.type === 'verdict.reached' && event.data.verifier === node
  return isDone(is) && (!isDone(was) || isJudged)
}

/** Whether a verdict takes that way: once more, where the canvas still shows it as taken before. */
function isChosen({ from }: Edge, event: RunEvent): boolean {
  return (
    event.type === 'verdict.reached' && event.data.verifier === from.node && event.data.verdict === from.port
  )
}

function isTaken(
  was: CanvasMarks['edges'][string] | undefined,
  is: CanvasMarks['edges'][string] | undefined,
): boolean {
  if (is === 'active') return was !== 'active'
  return is === 'taken' && (was === undefined || was === 'idle')
}

/**
 * How many events had happened when a node began: the last time before `cursor`, else the first time. Null where the run never came there.
 * What the node did itself is not among them.
 */
export function beforeNode(
  graph: Graph,
  program: Program,
  events: readonly RunEvent[],
  stateAt: (count: number) => RunState,
  node: string,
  cursor: number,
): number | null {
  const one: Graph = { ...graph, nodes: graph.nodes.filter(({ id }) => id === node), edges: [] }
  let was: Mark
  let found: number | null = null
  for (let count = 1; count <= events.length; count += 1) {
    const event = events[count - 1]
    const is = canvasMarks(one, program, stateAt(count)).nodes[node]
    if (event && begins(node, was, is, event)) {
      if (found !== null && count > cursor) return found
      found = count - 1
    }
    was = is
  }
  return found
}
