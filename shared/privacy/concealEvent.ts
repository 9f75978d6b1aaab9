import { assertNever } from '../assertNever.ts'
import type { EffectError } from '../engine/effectError.ts'
import type { EventBody } from '../engine/event.ts'
import type { Carried, Fork } from '../engine/fork.ts'
import type { Plan } from '../engine/plan.ts'
import type { RequestInfo } from '../engine/runTerms.ts'
import type { Json, JsonObject } from '../json.ts'

/** How values and texts are hidden. */
export type Hide = { value: (value: Json) => Json; text: (text: string) => string }

/** An object stays one: only what it holds is hidden. */
const object = (hide: Hide, value: JsonObject): JsonObject => hide.value(value) as JsonObject
const texts = (hide: Hide, list: readonly string[]): string[] => list.map(hide.text)
const note = (hide: Hide, text: string | null): string | null => (text === null ? null : hide.text(text))
const error = (hide: Hide, failed: EffectError): EffectError => ({
  ...failed,
  message: hide.text(failed.message),
})

/** What is hidden of a plan: what its steps are called and which actions they use is the builder's. */
export function concealPlan<P extends Omit<Plan, 'digest'>>(hide: Hide, plan: P): P {
  return {
    ...plan,
    steps: plan.steps.map((step) => ({
      ...step,
      args: object(hide, step.args),
      why: note(hide, step.why),
    })),
    rationale: texts(hide, plan.rationale),
    expects: note(hide, plan.expects),
    expected: hide.value(plan.expected),
    provenance: {
      ...plan.provenance,
      members: plan.provenance.members.map((member) => ({ ...member, reason: note(hide, member.reason) })),
    },
  }
}

function concealRequest(hide: Hide, request: RequestInfo): RequestInfo {
  const { cloudEvent } = request
  const attributes = Object.entries(cloudEvent ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? hide.text(value) : value,
  ])
  return {
    ...request,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, hide.text(value)]),
    ),
    ...(cloudEvent ? { cloudEvent: Object.fromEntries(attributes) } : {}),
  }
}

function concealFork(hide: Hide, { carried, ...fork }: Fork): Fork {
  const reason = hide.text(fork.reason)
  return carried ? { ...fork, reason, carried: concealCarried(hide, carried) } : { ...fork, reason }
}

function concealCarried(hide: Hide, carried: Carried): Carried {
  const { facts, verdict, passed, previous, sentBack } = carried
  return {
    ...carried,
    facts: facts.map((fact) => ({ ...fact, value: hide.value(fact.value) })),
    verdict: verdict && {
      ...verdict,
      reasons: texts(hide, verdict.reasons),
      checks: verdict.checks.map((check) => ({
        ...check,
        message: hide.text(check.message),
        evidence: hide.value(check.evidence),
      })),
    },
    passed: passed && { ...passed, steps: object(hide, passed.steps) },
    previous: previous && {
      ...previous,
      steps: previous.steps.map((step) => ({ ...step, args: object(hide, step.args) })),
    },
    sentBack: sentBack && { ...sentBack, feedback: hide.text(sentBack.feedback) },
  }
}

/**
 * An event as it is logged. What comes from data is hidden; ids, names, figures and times are the loop's own and stay. A new type of event
 * does not compile until it says which of it is data.
 */
export function concealEvent(hide: Hide, event: EventBody): EventBody {
  switch (event.type) {
    case 'run.accepted': {
      const { input, request, dedupeKey, fork } = event.data
      const hidden = { input: hide.value(input), request: concealRequest(hide, request) }
      const data = { ...event.data, ...hidden, dedupeKey: note(hide, dedupeKey) }
      return { ...event, data: fork ? { ...data, fork: concealFork(hide, fork) } : data }
    }
    case 'signal.received':
      return {
        ...event,
        data: { ...event.data, id: hide.text(event.data.id), data: hide.value(event.data.data) },
      }
    case 'input.checked': {
      const checks = event.data.checks.map((check) => ({ ...check, message: hide.text(check.message) }))
      return { ...event, data: { checks } }
    }
    case 'policy.evaluated': {
      const { message, error: failed, values } = event.data
      const data = { ...event.data, message: hide.text(message), error: note(hide, failed) }
      return { ...event, data: values ? { ...data, values: object(hide, values) } : data }
    }
    case 'approval.requested': {
      const { title, show, message } = event.data
      const data = { ...event.data, title: hide.text(title), show: hide.value(show) }
      return { ...event, data: message === undefined ? data : { ...data, message: hide.text(message) } }
    }
    case 'approval.granted':
      return { ...event, data: { ...event.data, note: note(hide, event.data.note) } }
    case 'approval.denied':
      return { ...event, data: { ...event.data, note: note(hide, event.data.note) } }
    case 'approval.edited': {
      const changes = event.data.changes.map((change) => ({ ...change, args: object(hide, change.args) }))
      return { ...event, data: { ...event.data, note: note(hide, event.data.note), changes } }
    }
    case 'approval.sent-back':
      return { ...event, data: { ...event.data, feedback: hide.text(event.data.feedback) } }
    case 'approval.assigned':
      return { ...event, data: { ...event.data, note: note(hide, event.data.note) } }
    case 'approval.commented':
      return { ...event, data: { ...event.data, text: hide.text(event.data.text) } }
    case 'plan.requested': {
      const { feedback } = event.data
      return feedback ? { ...event, data: { ...event.data, feedback: texts(hide, feedback) } } : event
    }
    case 'plan.answered': {
      const { answer } = event.data
      const hidden = answer.ok
        ? { ...answer, proposal: hide.value(answer.proposal) }
        : { ...answer, error: error(hide, answer.error) }
      return { ...event, data: { ...event.data, answer: hidden } }
    }
    case 'plan.proposed':
      return { ...event, data: { ...event.data, plan: concealPlan(hide, event.data.plan) } }
    case 'plan.rejected': {
      const { reasons, proposal } = event.data
      const hidden = reasons.map((reason) => ({ ...reason, message: hide.text(reason.message) }))
      const data = { ...event.data, reasons: hidden }
      return { ...event, data: proposal === undefined ? data : { ...data, proposal: hide.value(proposal) } }
    }
    case 'step.started':
      return { ...event, data: { ...event.data, args: object(hide, event.data.args) } }
    case 'step.succeeded':
      return { ...event, data: { ...event.data, output: hide.value(event.data.output) } }
    case 'step.failed': {
      const data = { ...event.data, error: error(hide, event.data.error) }
      return data.output === undefined
        ? { ...event, data }
        : { ...event, data: { ...data, output: hide.value(data.output) } }
    }
    case 'step.retried':
      return { ...event, data: { ...event.data, error: error(hide, event.data.error) } }
    case 'step.uncertain':
      return { ...event, data: { ...event.data, error: error(hide, event.data.error) } }
    case 'step.expanded':
      return { ...event, data: { ...event.data, items: event.data.items.map(hide.value) } }
    case 'step.probed': {
      const data = { ...event.data, message: hide.text(event.data.message) }
      return data.error ? { ...event, data: { ...data, error: error(hide, data.error) } } : { ...event, data }
    }
    case 'check.answered': {
      const { answer } = event.data
      const hidden = answer.ok
        ? { ...answer, message: hide.text(answer.message), evidence: hide.value(answer.evidence) }
        : { ...answer, error: error(hide, answer.error) }
      return { ...event, data: { ...event.data, answer: hidden } }
    }
    case 'check.completed': {
      const { message, evidence } = event.data
      const data = { ...event.data, message: hide.text(message), evidence: hide.value(evidence) }
      return { ...event, data }
    }
    case 'verdict.reached':
      return { ...event, data: { ...event.data, reasons: texts(hide, event.data.reasons) } }
    case 'compensation.started':
      return { ...event, data: { ...event.data, args: object(hide, event.data.args) } }
    case 'compensation.succeeded':
      return { ...event, data: { ...event.data, output: hide.value(event.data.output) } }
    case 'compensation.failed':
      return { ...event, data: { ...event.data, error: error(hide, event.data.error) } }
    case 'lease.granted':
      return { ...event, data: { ...event.data, resource: hide.text(event.data.resource) } }
    case 'lease.released':
      return { ...event, data: { ...event.data, resource: hide.text(event.data.resource) } }
    case 'run.ended': {
      const { body, message } = event.data
      return { ...event, data: { ...event.data, body: hide.value(body), message: hide.text(message) } }
    }
    case 'run.paused':
      return { ...event, data: { ...event.data, reason: hide.text(event.data.reason) } }
    case 'run.resumed':
      return { ...event, data: { ...event.data, reason: hide.text(event.data.reason) } }
    case 'run.cancelled':
      return { ...event, data: { ...event.data, reason: hide.text(event.data.reason) } }
    case 'iteration.delayed':
      return { ...event, data: { ...event.data, message: hide.text(event.data.message) } }
    case 'assumption.checked':
      return { ...event, data: { ...event.data, message: hide.text(event.data.message) } }
    case 'step.skipped':
      return { ...event, data: { ...event.data, message: hide.text(event.data.message) } }
    case 'step.late':
      return { ...event, data: { ...event.data, message: hide.text(event.data.message) } }
    case 'approval.superseded':
      return { ...event, data: { ...event.data, message: hide.text(event.data.message) } }
    case 'run.admitted':
    case 'approval.expired':
    case 'plan.adopted':
    case 'check.asked':
    case 'iteration.started':
      return event
    default:
      return assertNever(event)
  }
}
