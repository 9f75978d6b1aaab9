import type { EventOf, RunEvent } from '../engine/event.ts'

export type SpanKind =
  | 'run'
  | 'iteration'
  | 'planning'
  | 'step'
  | 'attempt'
  | 'verifying'
  | 'check'
  | 'approval'
  | 'compensation'
  | 'pause'
export type SpanStatus = 'running' | 'succeeded' | 'failed' | 'uncertain' | 'skipped' | 'abandoned'

/** A stretch of a run's time. */
export type Span = {
  id: string
  kind: SpanKind
  name: string
  parent: string | null
  iteration: number | null
  /** The node that it belongs to, where there is one. */
  node: string | null
  startAt: number
  /** Null while it lasts. */
  endAt: number | null
  status: SpanStatus
  /** The numbers of the events that opened and closed it. */
  fromSeq: number
  toSeq: number | null
  says: string | null
}

/** The spans of a run in the order of their beginnings. `open` has the place of each that lasts, by id. */
export type Timeline = {
  spans: readonly Span[]
  open: Readonly<Record<string, number>>
  iteration: number | null
}

export const emptyTimeline: Timeline = { spans: [], open: {}, iteration: null }

export function timelineOf(events: Iterable<RunEvent>): Timeline {
  let timeline = emptyTimeline
  for (const event of events) timeline = foldTimeline(timeline, event)
  return timeline
}

/** Folds one more event in. */
export function foldTimeline(timeline: Timeline, event: RunEvent): Timeline {
  switch (event.type) {
    case 'run.accepted':
      return open(timeline, event, { id: 'run', kind: 'run', name: event.data.loop, parent: null })
    case 'iteration.started':
      return startIteration(timeline, event, event.data)
    case 'plan.requested':
      return open(timeline, event, {
        id: 'planning',
        kind: 'planning',
        name: 'Plan',
        node: event.data.planner,
      })
    case 'plan.adopted':
      return close(timeline, event, 'planning', 'succeeded', `Plan ${event.data.plan}`)
    case 'plan.rejected':
      return close(
        timeline,
        event,
        'planning',
        'failed',
        event.data.reasons.map((each) => each.message).join(' '),
      )
    case 'step.started':
      return startStep(timeline, event, event.data)
    case 'step.retried':
      return retryStep(timeline, event, event.data)
    case 'step.succeeded':
      return endStep(timeline, event, event.data.step, 'succeeded', null)
    case 'step.failed':
      return endStep(timeline, event, event.data.step, 'failed', event.data.error.message)
    case 'step.uncertain':
      return endStep(timeline, event, event.data.step, 'uncertain', event.data.error.message)
    case 'step.skipped':
      return endStep(timeline, event, event.data.step, 'skipped', event.data.message)
    case 'check.completed':
      return check(timeline, event, event.data)
    case 'verdict.reached':
      return reachVerdict(timeline, event, event.data)
    case 'approval.requested':
      return open(timeline, event, {
        id: `approval ${event.data.approval}`,
        kind: 'approval',
        name: event.data.title,
        node: event.data.subject.of === 'node' ? event.data.subject.node : null,
      })
    case 'approval.granted':
      if (event.data.remaining > 0) return timeline
      return close(
        timeline,
        event,
        `approval ${event.data.approval}`,
        'succeeded',
        `Granted by ${event.data.by}`,
      )
    case 'approval.denied':
      return close(timeline, event, `approval ${event.data.approval}`, 'failed', `Denied by ${event.data.by}`)
    case 'approval.expired':
      return close(timeline, event, `approval ${event.data.approval}`, 'failed', 'Nobody decided in time')
    case 'compensation.started':
      return startUndo(timeline, event, event.data)
    case 'compensation.succeeded':
      return endUndo(timeline, event, event.data.undoes, 'succeeded', null)
    case 'compensation.failed':
      return event.data.final
        ? endUndo(timeline, event, event.data.undoes, 'failed', event.data.error.message)
        : close(timeline, event, `undo attempt ${event.data.undoes}`, 'failed', event.data.error.message)
    case 'run.paused':
      return open(timeline, event, { id: 'pause', kind: 'pause', name: 'Paused', says: event.data.reason })
    case 'run.resumed':
      return close(timeline, event, 'pause', 'succeeded', null)
    case 'run.cancelled':
      return close(timeline, event, 'pause', 'abandoned', null)
    case 'run.ended':
      return end(timeline, event, event.data)
    case 'input.checked':
    case 'plan.proposed':
    case 'policy.evaluated':
    case 'step.late':
    case 'lease.granted':
    case 'lease.released':
      return timeline
  }
}

type Opening = Pick<Span, 'id' | 'kind' | 'name'> & Partial<Span>

function open(timeline: Timeline, event: RunEvent, opening: Opening): Timeline {
  const span: Span = {
    parent: timeline.iteration === null ? 'run' : `iteration ${timeline.iteration}`,
    iteration: timeline.iteration,
    node: null,
    startAt: event.at,
    endAt: null,
    status: 'running',
    fromSeq: event.seq,
    toSeq: null,
    says: null,
    ...opening,
  }
  return {
    ...timeline,
    spans: [...timeline.spans, span],
    open: { ...timeline.open, [span.id]: timeline.spans.length },
  }
}

function close(
  timeline: Timeline,
  event: RunEvent,
  id: string,
  status: SpanStatus,
  says: string | null,
): Timeline {
  const { [id]: place, ...others } = timeline.open
  const span = place === undefined ? undefined : timeline.spans[place]
  if (place === undefined || !span) return timeline
  // An attempt that was still to leave ends where it would have begun.
  const endAt = Math.max(event.at, span.startAt)
  const closed: Span = { ...span, endAt, status, toSeq: event.seq, says: says ?? span.says }
  return { ...timeline, spans: timeline.spans.with(place, closed), open: others }
}

function startIteration(
  timeline: Timeline,
  event: RunEvent,
  { iteration, planner }: EventOf<'iteration.started'>['data'],
): Timeline {
  const before = timeline.iteration
  const closed = before === null ? timeline : close(timeline, event, `iteration ${before}`, 'succeeded', null)
  const opening = { id: `iteration ${iteration}`, kind: 'iteration' as const, name: `Iteration ${iteration}` }
  return open({ ...closed, iteration }, event, { ...opening, parent: 'run', iteration, node: planner })
}

function startStep(timeline: Timeline, event: RunEvent, data: EventOf<'step.started'>['data']): Timeline {
  const id = `step ${data.step}`
  const started = open(timeline, event, { id, kind: 'step', name: data.step, node: data.action })
  return attempt(started, event, id, data.attempt, event.at, data.action)
}

function attempt(
  timeline: Timeline,
  event: RunEvent,
  parent: string,
  number: number,
  startAt: number,
  node: string | null,
): Timeline {
  const id = `attempt ${parent}`
  return open(timeline, event, { id, kind: 'attempt', name: `Attempt ${number}`, parent, startAt, node })
}

function retryStep(timeline: Timeline, event: RunEvent, data: EventOf<'step.retried'>['data']): Timeline {
  const id = `step ${data.step}`
  const failed = close(timeline, event, `attempt ${id}`, 'failed', data.error.message)
  return attempt(failed, event, id, data.attempt, data.notBefore, null)
}

/** A step that settles without a start has a span without a length. */
function endStep(
  timeline: Timeline,
  event: RunEvent,
  step: string,
  status: SpanStatus,
  says: string | null,
): Timeline {
  const id = `step ${step}`
  const known = timeline.open[id] !== undefined
  const begun = known ? timeline : open(timeline, event, { id, kind: 'step', name: step })
  return close(close(begun, event, `attempt ${id}`, status, says), event, id, status, says)
}

function check(timeline: Timeline, event: RunEvent, data: EventOf<'check.completed'>['data']): Timeline {
  const parent = `verifying ${data.verifier}`
  const begun = beginVerifying(timeline, event, data.verifier)
  const id = `check ${data.check}`
  const opened = open(begun, event, { id, kind: 'check', name: data.check, parent, node: data.verifier })
  return close(opened, event, id, checkStatus[data.result], data.message)
}

const checkStatus = { pass: 'succeeded', fail: 'failed', inconclusive: 'uncertain' } as const

function beginVerifying(timeline: Timeline, event: RunEvent, verifier: string): Timeline {
  const id = `verifying ${verifier}`
  if (timeline.open[id] !== undefined) return timeline
  return open(timeline, event, { id, kind: 'verifying', name: 'Verify', node: verifier })
}

function reachVerdict(
  timeline: Timeline,
  event: RunEvent,
  data: EventOf<'verdict.reached'>['data'],
): Timeline {
  const begun = beginVerifying(timeline, event, data.verifier)
  const status = data.verdict === 'pass' ? 'succeeded' : 'failed'
  return close(begun, event, `verifying ${data.verifier}`, status, data.verdict)
}

function startUndo(
  timeline: Timeline,
  event: RunEvent,
  data: EventOf<'compensation.started'>['data'],
): Timeline {
  const id = `undo ${data.undoes}`
  const name = `Undo ${data.step}`
  const begun =
    timeline.open[id] === undefined
      ? open(timeline, event, { id, kind: 'compensation', name, node: data.action })
      : timeline
  return open(begun, event, {
    id: `undo attempt ${data.undoes}`,
    kind: 'attempt',
    name: `Attempt ${data.attempt}`,
    parent: id,
    startAt: data.notBefore ?? event.at,
    node: data.action,
  })
}

function endUndo(
  timeline: Timeline,
  event: RunEvent,
  undoes: string,
  status: SpanStatus,
  says: string | null,
): Timeline {
  const attempted = close(timeline, event, `undo attempt ${undoes}`, status, says)
  return close(attempted, event, `undo ${undoes}`, status, says)
}

function end(timeline: Timeline, event: RunEvent, data: EventOf<'run.ended'>['data']): Timeline {
  let ended = timeline
  for (const id of Object.keys(timeline.open)) {
    const isWhole = id === 'run' || id.startsWith('iteration ')
    ended = close(ended, event, id, isWhole ? 'succeeded' : 'abandoned', id === 'run' ? data.outcome : null)
  }
  return ended
}
