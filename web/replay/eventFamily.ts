import { assertNever } from '../../shared/assertNever.ts'
import type { EventBody, EventOf, EventType } from '../../shared/engine/event.ts'

/** Groups of events that read alike: they share a shape, a hue and a filter. */
export const eventFamilies = {
  run: { label: 'Run', says: 'accepted, paused, ended', hue: '--kind-outcome', text: 'text-kind-outcome' },
  plan: {
    label: 'Plan',
    says: 'asked for, proposed, adopted',
    hue: '--kind-planner',
    text: 'text-kind-planner',
  },
  step: {
    label: 'Step',
    says: 'started, succeeded, skipped',
    hue: '--kind-action',
    text: 'text-kind-action',
  },
  failure: {
    label: 'Failure',
    says: 'failed, retried, uncertain, denied',
    hue: '--danger',
    text: 'text-danger',
  },
  check: {
    label: 'Check',
    says: 'one check of a verifier',
    hue: '--kind-verifier',
    text: 'text-kind-verifier',
  },
  verdict: {
    label: 'Verdict',
    says: 'what a verifier decided',
    hue: '--kind-verifier',
    text: 'text-kind-verifier',
  },
  signal: {
    label: 'Posted event',
    says: 'an event was posted to the run',
    hue: '--state-waiting',
    text: 'text-state-waiting',
  },
  approval: {
    label: 'Approval',
    says: 'asked for, granted, denied',
    hue: '--kind-approval',
    text: 'text-kind-approval',
  },
  policy: { label: 'Policy', says: 'a rule was evaluated', hue: '--kind-trigger', text: 'text-kind-trigger' },
  undo: {
    label: 'Undo',
    says: 'a step was compensated',
    hue: '--verdict-rollback',
    text: 'text-verdict-rollback',
  },
  lease: { label: 'Lease', says: 'a resource was held', hue: '--text-3', text: 'text-fg-3' },
} as const

export type EventFamily = keyof typeof eventFamilies

/** The family of each event type, where the type alone decides it. */
const familyOfType = {
  'run.accepted': 'run',
  'run.admitted': 'run',
  'signal.received': 'signal',
  'input.checked': 'run',
  'plan.requested': 'plan',
  'plan.answered': 'plan',
  'plan.proposed': 'plan',
  'plan.rejected': 'failure',
  'plan.adopted': 'plan',
  'policy.evaluated': 'policy',
  'approval.requested': 'approval',
  'approval.granted': 'approval',
  'approval.denied': 'approval',
  'approval.expired': 'approval',
  'approval.edited': 'approval',
  'approval.sent-back': 'approval',
  'approval.assigned': 'approval',
  'approval.commented': 'approval',
  'approval.superseded': 'approval',
  'step.started': 'step',
  'step.succeeded': 'step',
  'step.failed': 'failure',
  'step.retried': 'failure',
  'step.skipped': 'step',
  'step.uncertain': 'failure',
  'step.late': 'step',
  'step.expanded': 'step',
  'step.probed': 'step',
  'assumption.checked': 'check',
  'check.asked': 'check',
  'check.answered': 'check',
  'check.completed': 'check',
  'verdict.reached': 'verdict',
  'iteration.started': 'plan',
  'iteration.delayed': 'plan',
  'compensation.started': 'undo',
  'compensation.succeeded': 'undo',
  'compensation.failed': 'failure',
  'lease.granted': 'lease',
  'lease.released': 'lease',
  'run.paused': 'run',
  'run.resumed': 'run',
  'run.cancelled': 'run',
  'run.ended': 'run',
} as const satisfies Record<EventType, EventFamily>

/** The family of an event; a policy that denied, a check or an assumption that does not hold and a planner that gave no answer count as failures. */
export function familyOf(event: EventBody): EventFamily {
  if (event.type === 'check.completed' && isFallen(event.data.result)) return 'failure'
  if (event.type === 'check.answered' && !(event.data.answer.ok && event.data.answer.result === 'pass'))
    return 'failure'
  if (event.type === 'policy.evaluated' && isDenial(event.data)) return 'failure'
  if (event.type === 'assumption.checked' && !event.data.holds) return 'failure'
  if (event.type === 'plan.answered' && !event.data.answer.ok) return 'failure'
  return familyOfType[event.type]
}

/** Whether a policy denied: one on trial only says that it would. */
export function isDenial({ effect, dryRun }: EventOf<'policy.evaluated'>['data']): boolean {
  return effect === 'deny' && !dryRun
}

/** Whether a check lowers the score: one that was left out does not. */
export function isFallen(result: EventOf<'check.completed'>['data']['result']): boolean {
  return result === 'fail' || result === 'inconclusive'
}

/** The node that an event is about; null when it is about the run. */
export function nodeOf(event: EventBody): string | null {
  switch (event.type) {
    case 'plan.requested':
    case 'plan.answered':
    case 'plan.rejected':
    case 'iteration.started':
    case 'iteration.delayed':
      return event.data.planner
    case 'plan.proposed':
      return event.data.plan.provenance.planner
    case 'step.started':
    case 'compensation.started':
      return event.data.action
    case 'check.asked':
    case 'check.answered':
    case 'check.completed':
    case 'verdict.reached':
      return event.data.verifier
    case 'run.ended':
      return event.data.node
    case 'approval.requested':
      return event.data.subject.of === 'node' ? event.data.subject.node : null
    case 'approval.sent-back':
      return event.data.to
    case 'run.accepted':
    case 'run.admitted':
    case 'signal.received':
    case 'input.checked':
    case 'assumption.checked':
    case 'plan.adopted':
    case 'policy.evaluated':
    case 'approval.granted':
    case 'approval.denied':
    case 'approval.expired':
    case 'approval.edited':
    case 'approval.assigned':
    case 'approval.commented':
    case 'approval.superseded':
    case 'step.succeeded':
    case 'step.failed':
    case 'step.retried':
    case 'step.skipped':
    case 'step.uncertain':
    case 'step.late':
    case 'step.expanded':
    case 'step.probed':
    case 'compensation.succeeded':
    case 'compensation.failed':
    case 'lease.granted':
    case 'lease.released':
    case 'run.paused':
    case 'run.resumed':
    case 'run.cancelled':
      return null
    default:
      return assertNever(event)
  }
}
