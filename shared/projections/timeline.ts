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
  /** The run waits for its turn. */
  | 'queue'
  /** The next iteration waits, because the last ones brought nothing better. */
  | 'delay'
  /** Somebody found out what became of a step: a moment. */
  | 'probe'
  /** An event was posted: a moment. */
  | 'signal'
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
export type Timeline = { spans: readonly Span[]; open: ReadonlyMap<string, number> }

/** A timeline that is being made. It is changed in place, so that a log of any length takes linear time. */
type Draft = {
  spans: Span[]
  open: Map<string, number>
  iteration: number | null
  /** The action of each step of the plan in force. */
  actions: ReadonlyMap<string, string>
}

export function timelineOf(events: Iterable<RunEvent>): Timeline {
  const draft: Draft = { spans: [], open: new Map(), iteration: null, actions: new Map() }
  for (const event of events) add(draft, event)
  return draft
}

function add(draft: Draft, event: RunEvent): void {
  switch (event.type) {
    case 'run.accepted':
      return accept(draft, event, event.data)
    case 'run.admitted':
      return close(draft, event, 'queue', 'succeeded', null)
    case 'signal.received':
      return moment(draft, event, 'succeeded', {
        id: `signal ${event.seq}`,
        kind: 'signal',
        name: event.data.name,
        says: `Posted by ${event.data.by}`,
      })
    case 'iteration.delayed':
      return open(draft, event, {
        id: 'delay',
        kind: 'delay',
        name: 'Backoff',
        node: event.data.planner,
        says: event.data.message,
      })
    case 'plan.proposed':
      draft.actions = new Map(event.data.plan.steps.map((step) => [step.id, step.action]))
      return
    case 'step.expanded':
      return open(draft, event, {
        id: `step ${event.data.step}`,
        kind: 'step',
        name: event.data.step,
        node: draft.actions.get(event.data.step) ?? null,
      })
    case 'step.probed':
      return moment(draft, event, probeStatus[event.data.result], {
        id: `probe ${event.data.step}`,
        kind: 'probe',
        name: event.data.undo ? `Probe of the undo of ${event.data.step}` : `Probe of ${event.data.step}`,
        node: draft.actions.get(stepOfRef(event.data.step)) ?? null,
        says: event.data.message,
      })
    case 'iteration.started':
      return startIteration(draft, event, event.data)
    case 'plan.requested':
      return open(draft, event, {
        id: 'planning',
        kind: 'planning',
        name: 'Plan',
        node: event.data.planner,
      })
    case 'plan.adopted':
      return close(draft, event, 'planning', 'succeeded', `Plan ${event.data.plan}`)
    case 'plan.rejected':
      return close(
        draft,
        event,
        'planning',
        'failed',
        event.data.reasons.map((each) => each.message).join(' '),
      )
    case 'step.started':
      return startStep(draft, event, event.data)
    case 'step.retried':
      return retryStep(draft, event, event.data)
    case 'step.succeeded':
      return endStep(draft, event, event.data.step, 'succeeded', null)
    case 'step.failed':
      return endStep(draft, event, event.data.step, 'failed', event.data.error.message)
    case 'step.uncertain':
      return endStep(draft, event, event.data.step, 'uncertain', event.data.error.message)
    case 'step.skipped':
      return endStep(draft, event, event.data.step, 'skipped', event.data.message)
    case 'check.asked':
      return askedCheck(draft, event, event.data)
    case 'check.completed':
      return check(draft, event, event.data)
    case 'verdict.reached':
      return reachVerdict(draft, event, event.data)
    case 'approval.requested':
      return open(draft, event, {
        id: `approval ${event.data.approval}`,
        kind: 'approval',
        name: event.data.title,
        node: event.data.subject.of === 'node' ? event.data.subject.node : null,
      })
    case 'approval.granted':
      if (event.data.remaining > 0) return
      return close(
        draft,
        event,
        `approval ${event.data.approval}`,
        'succeeded',
        `Granted by ${event.data.by}`,
      )
    case 'approval.denied':
      return close(draft, event, `approval ${event.data.approval}`, 'failed', `Denied by ${event.data.by}`)
    case 'approval.expired':
      return close(draft, event, `approval ${event.data.approval}`, 'failed', 'Nobody decided in time')
    case 'approval.edited':
      return close(draft, event, `approval ${event.data.approval}`, 'skipped', `Edited by ${event.data.by}`)
    case 'approval.sent-back':
      return close(draft, event, `approval ${event.data.approval}`, 'failed', `Sent back by ${event.data.by}`)
    case 'approval.superseded':
      return close(draft, event, `approval ${event.data.approval}`, 'skipped', event.data.message)
    case 'compensation.started':
      return startUndo(draft, event, event.data)
    case 'compensation.succeeded':
      return endUndo(draft, event, event.data.undoes, 'succeeded', null)
    case 'compensation.failed':
      return event.data.final
        ? endUndo(draft, event, event.data.undoes, 'failed', event.data.error.message)
        : close(draft, event, `undo attempt ${event.data.undoes}`, 'failed', event.data.error.message)
    case 'run.paused':
      return open(draft, event, { id: 'pause', kind: 'pause', name: 'Paused', says: event.data.reason })
    case 'run.resumed':
      return close(draft, event, 'pause', 'succeeded', null)
    case 'run.cancelled':
      return close(draft, event, 'pause', 'abandoned', null)
    case 'run.ended':
      return end(draft, event, event.data)
    case 'input.checked':
    case 'plan.answered':
    case 'check.answered':
    case 'assumption.checked':
    case 'approval.assigned':
    case 'approval.commented':
    case 'policy.evaluated':
    case 'step.late':
    case 'lease.granted':
    case 'lease.released':
      return
  }
}

/** The step of the plan that a reference in the log is about: an item of a list belongs to the step that maps over it. */
export function stepOfRef(ref: string): string {
  return ref.replace(/\[\d+\]$/, '')
}

/** The place of an item in its list; null for a step that is no item. */
export function itemOfRef(ref: string): number | null {
  const place = /\[(\d+)\]$/.exec(ref)?.[1]
  return place === undefined ? null : Number(place)
}

const probeStatus = { happened: 'succeeded', 'not-happened': 'failed', unknown: 'uncertain' } as const

function accept(draft: Draft, event: RunEvent, data: EventOf<'run.accepted'>['data']): void {
  open(draft, event, { id: 'run', kind: 'run', name: data.loop, parent: null })
  if (data.queued) open(draft, event, { id: 'queue', kind: 'queue', name: 'Waits for its turn' })
}

/** Something that takes no time. */
function moment(draft: Draft, event: RunEvent, status: SpanStatus, opening: Opening): void {
  open(draft, event, opening)
  close(draft, event, opening.id, status, null)
}

type Opening = Pick<Span, 'id' | 'kind' | 'name'> & Partial<Span>

function open(draft: Draft, event: RunEvent, opening: Opening): void {
  const span: Span = {
    parent: draft.iteration === null ? 'run' : `iteration ${draft.iteration}`,
    iteration: draft.iteration,
    node: null,
    startAt: event.at,
    endAt: null,
    status: 'running',
    fromSeq: event.seq,
    toSeq: null,
    says: null,
    ...opening,
  }
  draft.open.set(span.id, draft.spans.length)
  draft.spans.push(span)
}

function close(draft: Draft, event: RunEvent, id: string, status: SpanStatus, says: string | null): void {
  const place = draft.open.get(id)
  const span = place === undefined ? undefined : draft.spans[place]
  if (place === undefined || !span) return
  // An attempt that was still to leave ends where it would have begun.
  const endAt = Math.max(event.at, span.startAt)
  draft.spans[place] = { ...span, endAt, status, toSeq: event.seq, says: says ?? span.says }
  draft.open.delete(id)
}

function startIteration(
  draft: Draft,
  event: RunEvent,
  { iteration, planner }: EventOf<'iteration.started'>['data'],
): void {
  if (draft.iteration !== null) close(draft, event, `iteration ${draft.iteration}`, 'succeeded', null)
  close(draft, event, 'delay', 'succeeded', null)
  draft.iteration = iteration
  const opening = { id: `iteration ${iteration}`, kind: 'iteration' as const, name: `Iteration ${iteration}` }
  open(draft, event, { ...opening, parent: 'run', iteration, node: planner })
}

function startStep(draft: Draft, event: RunEvent, data: EventOf<'step.started'>['data']): void {
  const id = `step ${data.step}`
  const list = `step ${stepOfRef(data.step)}`
  const opening = { id, kind: 'step' as const, name: data.step, node: data.action }
  open(draft, event, list !== id && draft.open.has(list) ? { ...opening, parent: list } : opening)
  attempt(draft, event, id, data.attempt, event.at, data.action)
}

function attempt(
  draft: Draft,
  event: RunEvent,
  parent: string,
  number: number,
  startAt: number,
  node: string | null,
): void {
  const id = `attempt ${parent}`
  open(draft, event, { id, kind: 'attempt', name: `Attempt ${number}`, parent, startAt, node })
}

function retryStep(draft: Draft, event: RunEvent, data: EventOf<'step.retried'>['data']): void {
  const id = `step ${data.step}`
  close(draft, event, `attempt ${id}`, 'failed', data.error.message)
  attempt(draft, event, id, data.attempt, data.notBefore, null)
}

/** A step that settles without a start has a span without a length. */
function endStep(draft: Draft, event: RunEvent, step: string, status: SpanStatus, says: string | null): void {
  const id = `step ${step}`
  const node = draft.actions.get(stepOfRef(step)) ?? null
  if (!draft.open.has(id)) open(draft, event, { id, kind: 'step', name: step, node })
  close(draft, event, `attempt ${id}`, status, says)
  close(draft, event, id, status, says)
}

function check(draft: Draft, event: RunEvent, data: EventOf<'check.completed'>['data']): void {
  const parent = `verifying ${data.verifier}`
  beginVerifying(draft, event, data.verifier)
  const id = `check ${data.check}`
  if (!draft.open.has(id))
    open(draft, event, { id, kind: 'check', name: data.check, parent, node: data.verifier })
  close(draft, event, id, checkStatus[data.result], data.message)
}

/** A check that the host makes takes as long as its answers do. */
function askedCheck(
  draft: Draft,
  event: RunEvent,
  { verifier, check }: EventOf<'check.asked'>['data'],
): void {
  beginVerifying(draft, event, verifier)
  const id = `check ${check}`
  const parent = `verifying ${verifier}`
  if (!draft.open.has(id)) open(draft, event, { id, kind: 'check', name: check, parent, node: verifier })
}

const checkStatus = {
  pass: 'succeeded',
  fail: 'failed',
  inconclusive: 'uncertain',
  skipped: 'skipped',
} as const

function beginVerifying(draft: Draft, event: RunEvent, verifier: string): void {
  const id = `verifying ${verifier}`
  if (!draft.open.has(id)) open(draft, event, { id, kind: 'verifying', name: 'Verify', node: verifier })
}

function reachVerdict(draft: Draft, event: RunEvent, data: EventOf<'verdict.reached'>['data']): void {
  beginVerifying(draft, event, data.verifier)
  const status = data.verdict === 'pass' ? 'succeeded' : 'failed'
  close(draft, event, `verifying ${data.verifier}`, status, data.verdict)
}

function startUndo(draft: Draft, event: RunEvent, data: EventOf<'compensation.started'>['data']): void {
  const id = `undo ${data.undoes}`
  const name = `Undo ${data.step}`
  if (!draft.open.has(id)) open(draft, event, { id, kind: 'compensation', name, node: data.action })
  open(draft, event, {
    id: `undo attempt ${data.undoes}`,
    kind: 'attempt',
    name: `Attempt ${data.attempt}`,
    parent: id,
    startAt: data.notBefore ?? event.at,
    node: data.action,
  })
}

function endUndo(
  draft: Draft,
  event: RunEvent,
  undoes: string,
  status: SpanStatus,
  says: string | null,
): void {
  close(draft, event, `undo attempt ${undoes}`, status, says)
  close(draft, event, `undo ${undoes}`, status, says)
}

function end(draft: Draft, event: RunEvent, data: EventOf<'run.ended'>['data']): void {
  for (const id of draft.open.keys()) {
    const isWhole = id === 'run' || id.startsWith('iteration ')
    close(draft, event, id, isWhole ? 'succeeded' : 'abandoned', id === 'run' ? data.outcome : null)
  }
}
