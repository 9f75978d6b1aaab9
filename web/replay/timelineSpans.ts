import type { EventOf, RunEvent } from '../../shared/engine/event.ts'
import type { Verdict } from '../../shared/graph/nodes/verifier.ts'
import type { NodeState } from '../ui/StateBadge.tsx'

/** A piece of work on the timeline, from the event that began it to the one that settled it. */
export type Span = {
  /** The node whose lane it stands in. */
  node: string
  label: string
  state: NodeState
  /** Set on a verifier's span once it has judged. */
  verdict?: Verdict
  iteration: number | null
  /** Cursor positions of its first and last event. */
  from: number
  to: number
  startAt: number
  /** The last event's time while it is still open. */
  endAt: number
  open: boolean
}

type Draft = Omit<Span, 'to' | 'endAt' | 'open'>

/** Collects spans while the log is read once, in order. */
class SpanReader {
  readonly spans: Span[] = []
  private readonly underWay = new Map<string, Span>()
  private readonly actionOfStep = new Map<string, string>()
  private iteration: number | null = null

  read(event: RunEvent, cursor: number) {
    switch (event.type) {
      case 'iteration.started':
        this.iteration = event.data.iteration
        return
      case 'plan.requested':
        return this.begin('plan', event, cursor, event.data.planner, 'Planning')
      case 'plan.adopted':
        return this.settle('plan', event, cursor, 'succeeded')
      case 'plan.rejected':
        return this.settle('plan', event, cursor, 'failed')
      case 'step.started':
        return this.stepStarted(event, cursor, event.data)
      case 'step.succeeded':
        return this.settle(this.stepKey(event.data), event, cursor, 'succeeded')
      case 'step.failed':
      case 'step.retried':
        return this.settle(this.stepKey(event.data), event, cursor, 'failed')
      case 'step.uncertain':
        return this.settle(this.stepKey(event.data), event, cursor, 'uncertain')
      case 'check.completed':
        if (!this.underWay.has('verify'))
          this.begin('verify', event, cursor, event.data.verifier, 'Verifying')
        return
      case 'verdict.reached':
        if (!this.underWay.has('verify'))
          this.begin('verify', event, cursor, event.data.verifier, 'Verifying')
        return this.settle('verify', event, cursor, event.data.verdict === 'pass' ? 'succeeded' : 'failed', {
          label: `Verdict ${event.data.verdict}`,
          verdict: event.data.verdict,
        })
      case 'compensation.started':
        return this.begin(
          `undo/${event.data.undoes}`,
          event,
          cursor,
          event.data.action,
          `Undo ${event.data.step}`,
        )
      case 'compensation.succeeded':
        return this.settle(`undo/${event.data.undoes}`, event, cursor, 'compensated')
      case 'compensation.failed':
        return this.settle(`undo/${event.data.undoes}`, event, cursor, 'failed')
      case 'approval.requested':
        return this.approvalRequested(event, cursor, event.data)
      case 'approval.granted':
        if (event.data.remaining === 0)
          this.settle(`approval/${event.data.approval}`, event, cursor, 'succeeded')
        return
      case 'approval.denied':
      case 'approval.expired':
        return this.settle(`approval/${event.data.approval}`, event, cursor, 'failed')
      case 'run.accepted':
      case 'input.checked':
      case 'plan.proposed':
      case 'policy.evaluated':
      case 'step.skipped':
      case 'step.late':
      case 'lease.granted':
      case 'lease.released':
      case 'run.paused':
      case 'run.resumed':
      case 'run.cancelled':
      case 'run.ended':
        return
    }
  }

  /** What is still open reaches to the end of the log. */
  finish(last: RunEvent | undefined, cursor: number): Span[] {
    if (last) for (const span of this.underWay.values()) Object.assign(span, { endAt: last.at, to: cursor })
    return this.spans
  }

  private stepKey({ iteration, step }: { iteration: number; step: string }) {
    return `step/${iteration}/${step}`
  }

  private stepStarted(event: RunEvent, cursor: number, data: EventOf<'step.started'>['data']) {
    this.actionOfStep.set(data.step, data.action)
    const label = data.attempt > 1 ? `${data.step}, attempt ${data.attempt}` : data.step
    this.begin(this.stepKey(data), event, cursor, data.action, label)
  }

  private approvalRequested(event: RunEvent, cursor: number, data: EventOf<'approval.requested'>['data']) {
    const { subject } = data
    const node =
      subject.of === 'node'
        ? subject.node
        : subject.of === 'verdict'
          ? subject.verifier
          : subject.of === 'step'
            ? (this.actionOfStep.get(subject.step) ?? subject.step)
            : 'approval'
    this.begin(`approval/${data.approval}`, event, cursor, node, data.title, 'waiting')
  }

  private begin(
    key: string,
    event: RunEvent,
    cursor: number,
    node: string,
    label: string,
    state: NodeState = 'running',
  ) {
    const draft: Draft = { node, label, state, iteration: this.iteration, from: cursor, startAt: event.at }
    const span: Span = { ...draft, to: cursor, endAt: event.at, open: true }
    this.underWay.set(key, span)
    this.spans.push(span)
  }

  private settle(key: string, event: RunEvent, cursor: number, state: NodeState, more: Partial<Span> = {}) {
    const span = this.underWay.get(key)
    if (!span) return
    this.underWay.delete(key)
    Object.assign(span, { state, to: cursor, endAt: event.at, open: false, ...more })
  }
}

/** The work of a run as spans, in the order of their beginnings. */
export function timelineSpans(events: readonly RunEvent[]): Span[] {
  const reader = new SpanReader()
  events.forEach((event, index) => reader.read(event, index + 1))
  return reader.finish(events.at(-1), events.length)
}
