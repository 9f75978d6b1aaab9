import type { EffectError } from '../engine/effectError.ts'
import type { EventOf, RunEvent } from '../engine/event.ts'
import { upcast } from '../engine/upcast.ts'
import { addUsd } from '../engine/usd.ts'
import type { Json } from '../json.ts'
import type { Entry, EntryKind, Section } from './runEntry.ts'

/** An outline that is being made. It is changed in place, so that a log of any length takes linear time. */
type Draft = {
  sections: Section[]
  /** What is not over yet, by what events call it. */
  open: Map<string, Entry>
  /** Steps by the effect that their undo names. */
  byEffect: Map<string, Entry>
  /** How often each thing was there, by its part, kind and name. */
  times: Map<string, number>
}

/**
 * What a run did, part by part, without what is another in every run: ids, digests, seeds, and the times at which it happened. The part
 * of the run itself is there for every log that has an event.
 */
export function runOutline(events: Iterable<RunEvent>): readonly Section[] {
  const draft: Draft = { sections: [], open: new Map(), byEffect: new Map(), times: new Map() }
  for (const event of events) {
    if (draft.sections.length === 0) begin(draft, event, 0)
    add(draft, upcast(event))
    passTime(draft, event)
  }
  return draft.sections
}

function begin(draft: Draft, event: RunEvent, iteration: number): void {
  const times = { startedAt: event.at, endedAt: event.at, fromSeq: event.seq }
  draft.sections.push({ iteration, entries: new Map(), costUsd: 0, ...times })
}

/** The run lasts as long as its log; so does the iteration that it is in. */
function passTime({ sections }: Draft, event: RunEvent): void {
  const [whole, last] = [sections[0], sections.at(-1)]
  if (whole) whole.endedAt = event.at
  if (last) last.endedAt = event.at
}

function add(draft: Draft, event: RunEvent): void {
  switch (event.type) {
    case 'run.accepted':
      return accept(draft, event, event.data)
    case 'input.checked':
      for (const { id, holds, effect, message } of event.data.checks)
        put(draft, event, 'check', id, { result: holds ? 'pass' : effect, message })
      return
    case 'signal.received':
      return void put(draft, event, 'signal', event.data.name, { data: event.data.data, by: event.data.by })
    case 'iteration.started':
      passTime(draft, event)
      draft.open.delete('plan')
      return begin(draft, event, event.data.iteration)
    case 'plan.requested': {
      const { planner, because, ask = 1 } = event.data
      const asks = ask > 1 ? { asks: ask } : {}
      return change(planOf(draft, event, planner), event, { because, ...asks })
    }
    case 'plan.proposed':
      return propose(draft, event, event.data)
    case 'plan.rejected':
      return reject(draft, event, event.data)
    case 'plan.adopted': {
      const plan = draft.open.get('plan')
      if (plan) end(plan, event, { adopted: true })
      return
    }
    case 'assumption.checked': {
      const { of, assumption, holds, message } = event.data
      return void put(draft, event, 'assumption', of ?? 'plan', { assumption, holds, message })
    }
    case 'policy.evaluated': {
      const { policy, point, subject, effect, message, error, values, dryRun = false } = event.data
      const read = values === undefined ? {} : { values }
      const name = [policy, point, subject].filter((part) => part !== null).join(' · ')
      return void put(draft, event, 'policy', name, { effect, message, error, dryRun, ...read })
    }
    case 'approval.requested': {
      const { approval, title, need, show, message = '' } = event.data
      const entry = put(draft, event, 'approval', title, { decision: 'open', need, message, show })
      draft.open.set(`approval ${approval}`, entry)
      return
    }
    case 'approval.granted': {
      const { by, note, remaining } = event.data
      return decided(draft, event, event.data.approval, {
        decision: remaining > 0 ? 'open' : 'granted',
        by,
        note,
      })
    }
    case 'approval.denied':
      return decided(draft, event, event.data.approval, {
        decision: 'denied',
        by: event.data.by,
        note: event.data.note,
      })
    case 'approval.expired':
      return decided(draft, event, event.data.approval, { decision: 'expired' })
    case 'approval.edited': {
      const { by, note, changes } = event.data
      return decided(draft, event, event.data.approval, { decision: 'edited', by, note, changes })
    }
    case 'approval.sent-back': {
      const { by, feedback, to } = event.data
      return decided(draft, event, event.data.approval, { decision: 'sent back', by, feedback, to })
    }
    case 'approval.superseded':
      return decided(draft, event, event.data.approval, {
        decision: 'superseded',
        reason: event.data.message,
      })
    case 'step.started':
      return start(draft, event, event.data)
    case 'step.expanded':
      return change(stepOf(draft, event, event.data), event, { items: event.data.items })
    case 'step.probed':
      // What the undo's probe found is said by how the undo ended.
      if (event.data.undo) return
      return change(stepOf(draft, event, event.data), event, { probe: event.data.result })
    case 'step.succeeded': {
      const { output, costUsd } = event.data
      pay(draft, stepOf(draft, event, event.data), costUsd)
      return end(stepOf(draft, event, event.data), event, { state: 'succeeded', output })
    }
    case 'step.failed': {
      const { error, output, costUsd = 0 } = event.data
      pay(draft, stepOf(draft, event, event.data), costUsd)
      const brought = output === undefined ? {} : { output }
      return end(stepOf(draft, event, event.data), event, {
        state: 'failed',
        error: toldError(error),
        ...brought,
      })
    }
    case 'step.skipped': {
      const { reason, message } = event.data
      return end(stepOf(draft, event, event.data), event, { state: 'skipped', reason, message })
    }
    case 'step.uncertain':
      return end(stepOf(draft, event, event.data), event, {
        state: 'uncertain',
        error: toldError(event.data.error),
      })
    case 'step.late':
      // It belongs to no step that is still compared; what it cost, the run paid.
      return payRun(draft, event.data.costUsd ?? 0)
    case 'check.completed': {
      const { verifier, check, result, message, evidence } = event.data
      return void put(draft, event, 'check', `${verifier} · ${check}`, { result, message, evidence })
    }
    case 'verdict.reached': {
      const { verifier, verdict, risk, reasons, to } = event.data
      return void put(draft, event, 'verdict', verifier, { verdict, reasons, risk, to })
    }
    case 'compensation.started':
      return undo(draft, event.data.undoes, { undo: 'started', undoArgs: event.data.args })
    case 'compensation.succeeded':
      return undo(draft, event.data.undoes, { undo: 'done', undoOutput: event.data.output })
    case 'compensation.failed':
      return undo(draft, event.data.undoes, { undo: 'failed', undoError: toldError(event.data.error) })
    case 'run.paused':
    case 'run.resumed':
      return void put(draft, event, 'operator', event.type, { by: event.data.by, reason: event.data.reason })
    case 'run.cancelled':
      return void put(draft, event, 'operator', event.type, { ...event.data })
    case 'run.ended':
      return endRun(draft, event, event.data)
    case 'run.admitted':
    // Who talked about it, and whose turn it was, is no part of what the run did.
    case 'approval.assigned':
    case 'approval.commented':
    case 'plan.answered':
    case 'iteration.delayed':
    case 'step.retried':
    case 'check.asked':
    case 'check.answered':
    case 'lease.granted':
    case 'lease.released':
      return
  }
}

type DataOf<T extends RunEvent['type']> = EventOf<T>['data']
type Fields = Entry['fields']

/** The same thing for the second time in a part is another thing. */
function put(
  draft: Draft,
  event: RunEvent,
  kind: EntryKind,
  name: string,
  fields: Fields,
  section = draft.sections.at(-1),
): Entry {
  const entry: Entry = {
    kind,
    name,
    fields,
    startedAt: event.at,
    endedAt: null,
    costUsd: 0,
    toSeq: event.seq,
  }
  const known = JSON.stringify([section?.iteration, kind, name])
  const time = (draft.times.get(known) ?? 0) + 1
  draft.times.set(known, time)
  section?.entries.set(JSON.stringify(time === 1 ? [kind, name] : [kind, name, time]), entry)
  return entry
}

function change(entry: Entry, event: RunEvent, fields: Fields): void {
  Object.assign(entry.fields, fields)
  entry.toSeq = event.seq
}

function end(entry: Entry, event: RunEvent, fields: Fields): void {
  change(entry, event, fields)
  entry.endedAt = event.at
}

function accept(draft: Draft, event: RunEvent, data: DataOf<'run.accepted'>): void {
  const { source, method, by, headers } = data.request
  put(draft, event, 'input', '', { input: data.input })
  const { fork } = data
  const from = fork ? { fork: { run: fork.run, iteration: fork.iteration, reason: fork.reason } } : {}
  put(draft, event, 'request', '', { source, method, by, headers, ...from })
}

function planOf(draft: Draft, event: RunEvent, planner: string): Entry {
  const known = draft.open.get('plan')
  if (known) return known
  const entry = put(draft, event, 'plan', planner, {})
  draft.open.set('plan', entry)
  return entry
}

function propose(draft: Draft, event: RunEvent, { plan }: DataOf<'plan.proposed'>): void {
  const { rules, by = [], planner } = plan.provenance
  const steps = Object.fromEntries(
    plan.steps.map(({ id, action, args, bindings, after, when, map, insteadOf }) => [
      id,
      { action, args, bindings, after, when, map, insteadOf },
    ]),
  )
  const fields: Fields = { order: plan.steps.map(({ id }) => id), steps, adopted: false }
  if (rules.length > 0) fields.rules = rules
  if (by.length > 0) fields.editedBy = by
  if (plan.expected !== null) fields.expected = plan.expected
  change(planOf(draft, event, planner), event, fields)
}

function reject(draft: Draft, event: RunEvent, data: DataOf<'plan.rejected'>): void {
  const entry = planOf(draft, event, data.planner)
  const before = entry.fields.rejected
  const rejected = [...(Array.isArray(before) ? before : []), ...data.reasons.map((reason) => reason.message)]
  end(entry, event, { rejected })
}

function decided(draft: Draft, event: RunEvent, approval: string, fields: Fields): void {
  const entry = draft.open.get(`approval ${approval}`)
  if (!entry) return
  const { by, ...rest } = fields
  const voices = Array.isArray(entry.fields.by) ? entry.fields.by : []
  end(entry, event, { ...rest, ...(by === undefined ? {} : { by: [...voices, by] }) })
}

function stepOf(draft: Draft, event: RunEvent, of: { iteration: number; step: string }): Entry {
  const id = `step ${of.iteration} ${of.step}`
  const known = draft.open.get(id)
  if (known) return known
  const section = draft.sections.findLast(({ iteration }) => iteration === of.iteration)
  const entry = put(draft, event, 'step', of.step, {}, section ?? draft.sections.at(-1))
  draft.open.set(id, entry)
  return entry
}

function start(draft: Draft, event: RunEvent, data: DataOf<'step.started'>): void {
  const entry = stepOf(draft, event, data)
  const { action, args, attempt, effect } = data
  change(entry, event, { action, args, state: 'running', attempts: attempt })
  draft.byEffect.set(effect, entry)
}

/** When it may be tried again is a time, and no part of what went wrong. */
function toldError({ class: kind, message, status }: EffectError): Json {
  return { class: kind, message, ...(status === undefined ? {} : { status }) }
}

/** It comes later than the step, and is told with it. */
function undo(draft: Draft, effect: string, fields: Fields): void {
  const entry = draft.byEffect.get(effect)
  if (entry) Object.assign(entry.fields, fields)
}

function pay(draft: Draft, entry: Entry, costUsd: number): void {
  entry.costUsd = addUsd(entry.costUsd, costUsd)
  const last = draft.sections.at(-1)
  if (last && last.iteration > 0) last.costUsd = addUsd(last.costUsd, costUsd)
  payRun(draft, costUsd)
}

function payRun({ sections: [whole] }: Draft, costUsd: number): void {
  if (whole) whole.costUsd = addUsd(whole.costUsd, costUsd)
}

function endRun(draft: Draft, event: RunEvent, data: DataOf<'run.ended'>): void {
  const { outcome, reason, node, body, message } = data
  // An effect's id begins with that of its run.
  const notUndone = data.notUndone.map((effect) => effect.slice(effect.indexOf('/') + 1))
  const fields = { outcome, reason, node, message, response: body, notUndone }
  put(draft, event, 'outcome', '', fields, draft.sections[0])
}
