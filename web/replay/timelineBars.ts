import type { RunEvent } from '../../shared/engine/event.ts'
import type { Verdict } from '../../shared/graph/nodes/verifier.ts'
import { Verdict as VerdictSchema } from '../../shared/graph/nodes/verifier.ts'
import { type Span, type SpanKind, type SpanStatus, timelineOf } from '../../shared/projections/timeline.ts'
import type { NodeState } from '../ui/StateBadge.tsx'

/** A piece of work on the timeline, in the lane of its node. */
export type Bar = {
  lane: string
  label: string
  state: NodeState
  /** Set once a verifier has judged. */
  verdict: Verdict | null
  iteration: number | null
  /** Cursor positions of the events that opened and closed it. */
  from: number
  to: number
  startAt: number
  endAt: number
  open: boolean
  says: string | null
}

/** Kinds that stand in a lane; the others hold these or lie inside them. */
const drawnKinds: readonly SpanKind[] = ['planning', 'attempt', 'verifying', 'approval', 'compensation']

const stateOf = {
  running: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  uncertain: 'uncertain',
  skipped: 'skipped',
  abandoned: 'skipped',
} as const satisfies Record<SpanStatus, NodeState>

/** The work of a log as bars, in the order of their beginnings. */
export function timelineBars(events: readonly RunEvent[]): Bar[] {
  const { spans } = timelineOf(events)
  const byId = new Map<string, Span>()
  const now = events.at(-1)?.at ?? 0
  return spans.flatMap((span) => {
    byId.set(span.id, span)
    const parent = span.parent === null ? undefined : byId.get(span.parent)
    // An attempt to undo is drawn as the undo itself.
    if (!drawnKinds.includes(span.kind) || (span.kind === 'attempt' && parent?.kind === 'compensation'))
      return []
    return [barOf(span, parent, now, events.length)]
  })
}

function barOf(span: Span, parent: Span | undefined, now: number, count: number): Bar {
  const verdict = span.kind === 'verifying' ? (VerdictSchema.safeParse(span.says).data ?? null) : null
  const open = span.endAt === null
  return {
    lane: span.node ?? parent?.node ?? span.kind,
    label: labelOf(span, parent),
    state: markOf(span),
    verdict,
    iteration: span.iteration,
    from: span.fromSeq,
    to: span.toSeq ?? count,
    startAt: span.startAt,
    endAt: Math.max(span.startAt, span.endAt ?? now),
    open,
    says: span.says,
  }
}

function labelOf(span: Span, parent: Span | undefined): string {
  if (span.kind !== 'attempt' || !parent) return span.name
  return span.name === 'Attempt 1' ? parent.name : `${parent.name}, ${span.name.toLowerCase()}`
}

function markOf(span: Span): NodeState {
  if (span.kind === 'approval' && span.status === 'running') return 'waiting'
  if (span.kind === 'compensation' && span.status === 'succeeded') return 'compensated'
  return stateOf[span.status]
}
