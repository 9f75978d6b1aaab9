import { assertNever } from '../../shared/assertNever.ts'
import type { EventBody } from '../../shared/engine/event.ts'
import { stopReasonWords } from '../runs/stopReasonWords.ts'
import { formatCost } from '../ui/formatTime.ts'

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
const because = (text: string | null) => (text === null || text === '' ? '' : `: ${text}`)

/** What happened, in one line. */
export function eventWords(event: EventBody): string {
  switch (event.type) {
    case 'run.accepted':
      return `Accepted by ${event.data.request.source}${event.data.request.by ? ` from ${event.data.request.by}` : ''}`
    case 'input.checked': {
      const failed = event.data.checks.filter((check) => !check.holds)
      if (failed.length > 0) return `Input flagged by ${failed.map((check) => check.id).join(', ')}`
      return event.data.checks.length === 0
        ? 'Input fits the schema'
        : `Input passed ${count(event.data.checks.length, 'check')}`
    }
    case 'plan.requested':
      return `Asked ${event.data.planner} for a plan`
    case 'plan.proposed':
      return `Plan ${event.data.plan.version} proposed with ${count(event.data.plan.steps.length, 'step')}`
    case 'plan.rejected':
      return `Plan rejected${because(event.data.reasons.map((reason) => reason.message).join('; '))}`
    case 'plan.adopted':
      return `Plan ${event.data.plan} adopted`
    case 'policy.evaluated': {
      if (event.data.error !== null)
        return `Policy ${event.data.policy} could not be evaluated: ${event.data.error}`
      if (!event.data.matched) return `Policy ${event.data.policy} at ${event.data.point}: did not match`
      return `Policy ${event.data.policy} at ${event.data.point}: ${event.data.effect}${because(event.data.message)}`
    }
    case 'approval.requested':
      return `Approval asked of ${event.data.approvers.join(' or ')}: ${event.data.title}`
    case 'approval.granted':
      return `Approved by ${event.data.by}${event.data.remaining > 0 ? `, ${event.data.remaining} more needed` : ''}`
    case 'approval.denied':
      return `Denied by ${event.data.by}${because(event.data.note)}`
    case 'approval.expired':
      return 'Approval expired'
    case 'step.started':
      return `Step ${event.data.step} started${event.data.attempt > 1 ? `, attempt ${event.data.attempt}` : ''}`
    case 'step.succeeded':
      return `Step ${event.data.step} succeeded${event.data.costUsd > 0 ? ` for ${formatCost(event.data.costUsd)}` : ''}`
    case 'step.failed':
      return `Step ${event.data.step} failed after ${count(event.data.attempts, 'attempt')}: ${event.data.error.message}`
    case 'step.retried':
      return `Step ${event.data.step} will be tried again: ${event.data.error.message}`
    case 'step.skipped':
      return `Step ${event.data.step} skipped: ${event.data.message === '' ? event.data.reason : event.data.message}`
    case 'step.uncertain':
      return `Step ${event.data.step} may or may not have happened: ${event.data.error.message}`
    case 'step.late':
      return `Late result of step ${event.data.step} of iteration ${event.data.iteration}, which changes nothing`
    case 'check.completed': {
      const result = { pass: 'holds', fail: 'fails', inconclusive: 'could not be decided' }[event.data.result]
      return `Check ${event.data.check} ${result}${because(event.data.message)}`
    }
    case 'verdict.reached':
      return `Verdict ${event.data.verdict}${because(event.data.reasons.join('; '))}`
    case 'iteration.started':
      return `Iteration ${event.data.iteration} started${event.data.because ? ` because of ${event.data.because.verdict}` : ''}`
    case 'compensation.started':
      return `Undoing step ${event.data.step}${event.data.attempt > 1 ? `, attempt ${event.data.attempt}` : ''}`
    case 'compensation.succeeded':
      return `Step ${event.data.step} undone`
    case 'compensation.failed':
      return `Undoing step ${event.data.step} failed${event.data.final ? ' for good' : ''}: ${event.data.error.message}`
    case 'lease.granted':
      return `Holds ${event.data.resource} for step ${event.data.step}`
    case 'lease.released':
      return `Released ${event.data.resource}`
    case 'run.paused':
      return `Paused by ${event.data.by}${because(event.data.reason)}`
    case 'run.resumed':
      return `Resumed by ${event.data.by}`
    case 'run.cancelled':
      return `Cancelled by ${event.data.by}${because(event.data.reason)}`
    case 'run.ended':
      return `Ended ${event.data.outcome}: ${event.data.message === '' ? stopReasonWords[event.data.reason].toLowerCase() : event.data.message}`
    default:
      return assertNever(event)
  }
}
