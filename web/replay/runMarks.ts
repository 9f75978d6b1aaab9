import type { RunEvent } from '../../shared/engine/event.ts'
import type { Edge, PortName } from '../../shared/graph/edge.ts'
import type { Graph } from '../../shared/graph/graph.ts'
import type { Outcome } from '../../shared/graph/nodes/outcome.ts'
import type { CanvasMarks, NodeMark } from '../editor/canvas/canvasMarks.ts'
import type { NodeState } from '../ui/StateBadge.tsx'
import { nodesOf } from './eventFilter.ts'
import { eventWords } from './eventWords.ts'
import { type IterationSummary, iterationSummaries } from './iterationSummaries.ts'
import { type Span, timelineSpans } from './timelineSpans.ts'

/** Draws any moment of a log on the graph that it followed. */
export type RunMarks = (cursor: number) => CanvasMarks

/** What must be known of a log once, whatever moment is then drawn. */
export function createRunMarks(graph: Graph, events: readonly RunEvent[]): RunMarks {
  const spans = timelineSpans(events)
  const nodes = nodesOf(events)
  const iterations = iterationSummaries(events)
  const wires = wiresTaken(graph, events, nodes)
  const trigger = graph.nodes.find((node) => node.kind === 'trigger')
  return (cursor) => {
    const marks: Record<string, NodeMark> = {}
    if (trigger && cursor > 0) marks[trigger.id] = { state: 'succeeded' }
    const current = iterationAt(iterations, cursor)
    for (const span of spans) {
      if (span.from > cursor) break
      // A planner that plans again starts its stage afresh: what an earlier pass did must not look like this one's.
      if (isSuperseded(span, current, iterations)) continue
      marks[span.node] = markOf(span, events, cursor, marks[span.node])
    }
    const end = events[cursor - 1]
    if (end?.type === 'run.ended' && end.data.node !== null) {
      marks[end.data.node] = {
        state: outcomeStates[end.data.outcome],
        says: eventWords(end),
      }
    }
    return { nodes: marks, edges: edgesAt(wires, cursor), used: usedAt(events, cursor) }
  }
}

function iterationAt(iterations: readonly IterationSummary[], cursor: number): IterationSummary | undefined {
  return iterations.findLast((each) => each.from <= cursor)
}

function isSuperseded(
  span: Span,
  current: IterationSummary | undefined,
  iterations: readonly IterationSummary[],
): boolean {
  if (!current || span.iteration === null || span.iteration === current.iteration) return false
  return iterations[span.iteration - 1]?.planner === current.planner
}

const outcomeStates = {
  succeeded: 'succeeded',
  failed: 'failed',
  'rolled-back': 'compensated',
  bailed: 'failed',
  cancelled: 'skipped',
} as const satisfies Record<Outcome, NodeState>

/** Parallel steps of one action: a failure among the settled ones of the same iteration stays in sight. */
function markOf(
  span: Span,
  events: readonly RunEvent[],
  cursor: number,
  before: NodeMark | undefined,
): NodeMark {
  const settled = span.to <= cursor && !span.open
  const state = settled ? span.state : span.state === 'waiting' ? 'waiting' : 'running'
  const until = events[Math.min(cursor, span.to) - 1]?.at ?? span.startAt
  const first = events[span.from - 1]
  const last = settled ? events[span.to - 1] : undefined
  const attempt = first && 'attempt' in first.data ? first.data.attempt : 1
  if (
    settled &&
    state === 'succeeded' &&
    before?.state === 'failed' &&
    before.iteration === span.iteration &&
    attempt === 1
  )
    return before
  const telling = last && (state === 'failed' || state === 'uncertain' || last.type === 'verdict.reached')
  return {
    state,
    durationMs: until - span.startAt,
    ...(span.iteration === null ? {} : { iteration: span.iteration }),
    ...(attempt > 1 ? { attempt } : {}),
    ...(telling ? { says: eventWords(last) } : {}),
  }
}

type Taken = { cursor: number; edge: string }

/** When each wire was taken, in the order of the log. */
function wiresTaken(graph: Graph, events: readonly RunEvent[], nodes: readonly (string | null)[]): Taken[] {
  const find = (node: string | null, port: PortName, to?: string | null): Edge | undefined =>
    graph.edges.find(
      (edge) =>
        edge.from.node === node && edge.from.port === port && (to === undefined || edge.to.node === to),
    )
  const trigger = graph.nodes.find((node) => node.kind === 'trigger')?.id ?? null
  const taken: Taken[] = []
  let planner: string | null = null
  events.forEach((event, index) => {
    const node = nodes[index] ?? null
    const take = (edge: Edge | undefined) => {
      if (edge) taken.push({ cursor: index + 1, edge: edge.id })
    }
    switch (event.type) {
      case 'run.accepted':
        return take(find(trigger, 'input'))
      case 'iteration.started':
        planner = event.data.planner
        return
      case 'step.started':
        return event.data.attempt === 1 ? take(find(planner, 'plan', event.data.action)) : undefined
      case 'step.succeeded':
      case 'step.failed':
      case 'step.uncertain':
        return take(find(node, 'result'))
      case 'verdict.reached':
        return take(find(event.data.verifier, event.data.verdict))
      case 'compensation.started':
        return event.data.attempt === 1
          ? take(graph.edges.find((edge) => edge.from.port === 'undo' && edge.to.node === event.data.action))
          : undefined
      case 'approval.requested':
      case 'approval.granted':
      case 'approval.denied':
      case 'approval.expired':
        return take(approvalWire(events, event, find))
      case 'input.checked':
      case 'plan.requested':
      case 'plan.proposed':
      case 'plan.rejected':
      case 'plan.adopted':
      case 'policy.evaluated':
      case 'step.retried':
      case 'step.skipped':
      case 'step.late':
      case 'check.completed':
      case 'compensation.succeeded':
      case 'compensation.failed':
      case 'lease.granted':
      case 'lease.released':
      case 'run.paused':
      case 'run.resumed':
      case 'run.cancelled':
      case 'run.ended':
        return
    }
  })
  return taken
}

type ApprovalEvent = Extract<RunEvent, { type: `approval.${string}` }>

/** The wire out of an approval node that a decision takes; asking takes none. */
function approvalWire(
  events: readonly RunEvent[],
  event: ApprovalEvent,
  find: (node: string, port: PortName) => Edge | undefined,
): Edge | undefined {
  if (event.type === 'approval.requested') return undefined
  if (event.type === 'approval.granted' && event.data.remaining > 0) return undefined
  const asked = events.find(
    (each) => each.type === 'approval.requested' && each.data.approval === event.data.approval,
  )
  if (asked?.type !== 'approval.requested' || asked.data.subject.of !== 'node') return undefined
  const port = (
    { 'approval.granted': 'granted', 'approval.denied': 'denied', 'approval.expired': 'expired' } as const
  )[event.type]
  return find(asked.data.subject.node, port)
}

function edgesAt(wires: readonly Taken[], cursor: number): CanvasMarks['edges'] {
  const edges: Record<string, { taken: number; lit: boolean }> = {}
  let last: string | null = null
  for (const wire of wires) {
    if (wire.cursor > cursor) break
    edges[wire.edge] = { taken: (edges[wire.edge]?.taken ?? 0) + 1, lit: false }
    last = wire.edge
  }
  const lit = last === null ? undefined : edges[last]
  if (lit) lit.lit = true
  return edges
}

function usedAt(events: readonly RunEvent[], cursor: number): CanvasMarks['used'] {
  let iterations = 0
  let costUsd = 0
  for (let index = 0; index < cursor; index += 1) {
    const event = events[index]
    if (event?.type === 'iteration.started') iterations = event.data.iteration
    if (event?.type === 'step.succeeded') costUsd += event.data.costUsd
  }
  return { iterations, costUsd }
}
