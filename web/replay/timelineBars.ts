import type { RunEvent } from '../../shared/engine/event.ts'
import type { Verdict } from '../../shared/graph/nodes/verifier.ts'
import { Verdict as VerdictSchema } from '../../shared/graph/nodes/verifier.ts'
import {
  itemOfRef,
  type Span,
  type SpanKind,
  type SpanStatus,
  timelineOf,
} from '../../shared/projections/timeline.ts'
import type { NodeState } from '../ui/StateBadge.tsx'

/** A piece of work on the timeline, in the lane of its node. */
export type Bar = {
  lane: string
  label: string
  state: NodeState
  /** Set once a verifier has judged. */
  verdict: Verdict | null
  iteration: number | null
  /** The place in its list, for an item of a step that maps over one. */
  item: number | null
  /** Cursor positions of the events that opened and closed it. */
  from: number
  to: number
  startAt: number
  endAt: number
  open: boolean
  /** False while somebody or something is waited for. */
  works: boolean
  says: string | null
}

/** Kinds that stand in a lane; the others hold these or lie inside them. */
const drawnKinds: readonly SpanKind[] = [
  'planning',
  'attempt',
  'verifying',
  'approval',
  'compensation',
  'queue',
  'delay',
  'probe',
  'signal',
]

/** Kinds in which the run itself does nothing. */
const idleKinds: readonly SpanKind[] = ['approval', 'queue', 'delay', 'signal']

const stateOf = {
  running: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  uncertain: 'uncertain',
  skipped: 'skipped',
  abandoned: 'skipped',
} as const satisfies Record<SpanStatus, NodeState>

const none: ReadonlySet<string> = new Set()

/** The work of a log as bars, in the order of their beginnings. `waits` are the actions that only wait. */
export function timelineBars(events: readonly RunEvent[], waits: ReadonlySet<string> = none): Bar[] {
  const { spans } = timelineOf(events)
  const byId = new Map<string, Span>()
  const now = events.at(-1)?.at ?? 0
  return spans.flatMap((span) => {
    byId.set(span.id, span)
    const parent = span.parent === null ? undefined : byId.get(span.parent)
    // An attempt to undo is drawn as the undo itself.
    if (!drawnKinds.includes(span.kind) || (span.kind === 'attempt' && parent?.kind === 'compensation'))
      return []
    const lane = laneOf(span, parent, events)
    const idle = idleKinds.includes(span.kind) || (span.kind === 'attempt' && waits.has(lane))
    return [barOf(span, parent, lane, idle, now, events.length)]
  })
}

/** The lane of the node that it is about; what is about none has one of its own. */
function laneOf(span: Span, parent: Span | undefined, events: readonly RunEvent[]): string {
  if (span.node !== null) return span.node
  if (span.kind === 'signal' || span.kind === 'queue') return span.kind
  const asked = events[span.fromSeq - 1]
  if (asked?.type !== 'approval.requested') return parent?.node ?? span.kind
  const { subject } = asked.data
  if (subject.of === 'verdict') return subject.verifier
  if (subject.of !== 'step') return 'approval'
  const planned = events.findLast((event, index) => index < span.fromSeq && event.type === 'plan.proposed')
  const steps = planned?.type === 'plan.proposed' ? planned.data.plan.steps : []
  return steps.find((step) => step.id === subject.step)?.action ?? 'approval'
}

function barOf(
  span: Span,
  parent: Span | undefined,
  lane: string,
  idle: boolean,
  now: number,
  count: number,
): Bar {
  const verdict = span.kind === 'verifying' ? (VerdictSchema.safeParse(span.says).data ?? null) : null
  const open = span.endAt === null
  return {
    lane,
    label: labelOf(span, parent),
    state: idle && open ? 'waiting' : markOf(span),
    verdict,
    iteration: span.iteration,
    item: span.kind === 'attempt' && parent ? itemOfRef(parent.name) : null,
    from: span.fromSeq,
    to: span.toSeq ?? count,
    startAt: span.startAt,
    endAt: Math.max(span.startAt, span.endAt ?? now),
    open,
    works: !idle,
    says: span.says,
  }
}

function labelOf(span: Span, parent: Span | undefined): string {
  if (span.kind !== 'attempt' || !parent) return span.name
  return span.name === 'Attempt 1' ? parent.name : `${parent.name}, ${span.name.toLowerCase()}`
}

function markOf(span: Span): NodeState {
  if (span.kind === 'compensation' && span.status === 'succeeded') return 'compensated'
  if (span.kind === 'signal') return 'waiting'
  return stateOf[span.status]
}
