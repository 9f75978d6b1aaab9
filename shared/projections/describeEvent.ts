import { assertNever } from '../assertNever.ts'
import { assigneeWords } from '../engine/asked.ts'
import type { EventBody } from '../engine/event.ts'

/** One plain sentence that says what happened. */
export function describeEvent(event: EventBody): string {
  switch (event.type) {
    case 'run.accepted':
      return describeAcceptance(event.data)
    case 'input.checked':
      return describeChecks(event.data.checks)
    case 'plan.requested':
      return `${event.data.planner} was asked for a plan${(event.data.ask ?? 1) > 1 ? ' again' : ''}.`
    case 'plan.proposed': {
      const { plan } = event.data
      return `Plan ${plan.version} was proposed: ${plan.steps.map((step) => step.id).join(', ') || 'nothing to do'}.`
    }
    case 'plan.rejected':
      return event.data.again
        ? `A plan of ${event.data.planner} was rejected: ${reasonsOf(event.data.reasons)}`
        : `${event.data.planner} has no plan to go on with: ${reasonsOf(event.data.reasons)}`
    case 'plan.adopted':
      return `Plan ${event.data.plan} was adopted.`
    case 'policy.evaluated':
      return describePolicy(event.data)
    case 'approval.requested':
      return `${count(event.data.need, 'approval')} of “${event.data.title}” ${event.data.need === 1 ? 'is' : 'are'} needed.`
    case 'approval.granted': {
      const { by, remaining } = event.data
      return remaining > 0 ? `${by} approved; ${count(remaining, 'more')} needed.` : `${by} approved.`
    }
    case 'approval.denied':
      return `${event.data.by} refused${event.data.note ? `: ${event.data.note}` : '.'}`
    case 'approval.expired':
      return 'Nobody decided in time.'
    case 'approval.edited': {
      const { by, changes, note } = event.data
      const steps = changes.map(({ step }) => step).join(', ')
      return `${by} edited ${steps}, so it is asked about anew${note ? `: ${note}` : '.'}`
    }
    case 'approval.sent-back':
      return `${event.data.by} sent it back to ${event.data.to}: ${event.data.feedback}`
    case 'approval.assigned': {
      const { by, to, note } = event.data
      const words = to === null ? 'gave it back to all who are asked' : `assigned it to ${assigneeWords(to)}`
      return `${by} ${words}${note ? `: ${note}` : '.'}`
    }
    case 'approval.commented':
      return `${event.data.by} commented: ${event.data.text}`
    case 'approval.superseded':
      return `An approval is not needed any more. ${event.data.message}`
    case 'step.started':
      return `${event.data.step} started.`
    case 'step.succeeded':
      return `${event.data.step} succeeded.`
    case 'step.failed':
      return `${event.data.step} failed: ${event.data.error.message}`
    case 'step.retried':
      return `${event.data.step} failed (${event.data.error.message}) and gets attempt ${event.data.attempt}.`
    case 'step.skipped':
      return `${event.data.step} was skipped: ${event.data.message}`
    case 'step.uncertain':
      return `Nobody knows whether ${event.data.step} happened: ${event.data.error.message}`
    case 'step.late':
      return `A result of ${event.data.step} came late and changed nothing. ${event.data.message}`
    case 'check.asked':
      return `Check ${event.data.check} was asked for${event.data.vote > 1 ? ` a ${ordinal(event.data.vote)} time` : ''}.`
    case 'check.answered':
      return event.data.answer.ok
        ? `Check ${event.data.check} was answered: ${event.data.answer.message}`
        : `Check ${event.data.check} got no answer: ${event.data.answer.error.message}`
    case 'check.completed':
      return `Check ${event.data.check}: ${event.data.message}`
    case 'verdict.reached':
      return describeVerdict(event.data)
    case 'iteration.started':
      return `Iteration ${event.data.iteration} started at ${event.data.planner}.`
    case 'compensation.started':
      return event.data.attempt === 1
        ? `Undoing ${event.data.step} started.`
        : `Undoing ${event.data.step} gets attempt ${event.data.attempt}.`
    case 'compensation.succeeded':
      return `${event.data.step} was undone.`
    case 'compensation.failed':
      return event.data.final
        ? `${event.data.step} could not be undone: ${event.data.error.message}`
        : `Undoing ${event.data.step} failed: ${event.data.error.message}`
    case 'lease.granted':
      return `${event.data.step} holds ${event.data.resource}.`
    case 'lease.released':
      return `${event.data.step} gave ${event.data.resource} back.`
    case 'run.paused':
      return `${event.data.by} paused the run${because(event.data.reason)}`
    case 'run.resumed':
      return `${event.data.by} resumed the run${because(event.data.reason)}`
    case 'run.cancelled':
      return `${event.data.by} ${event.data.compensate ? 'cancelled the run' : 'stopped the run at once'}${because(event.data.reason)}`
    case 'run.ended':
      return describeEnd(event.data)
    case 'run.admitted':
      return 'There is room for the run: it starts.'
    case 'signal.received':
      return `${event.data.by} posted the event ${event.data.name}.`
    case 'plan.answered':
      return event.data.answer.ok
        ? `${event.data.member ?? event.data.planner} answered.`
        : `${event.data.member ?? event.data.planner} gave no plan: ${event.data.answer.error.message}`
    case 'iteration.delayed':
      return event.data.message
    case 'assumption.checked':
      return event.data.message
    case 'step.expanded':
      return `${event.data.step} has ${count(event.data.items.length, 'item')}.`
    case 'step.probed':
      return event.data.message
    default:
      return assertNever(event)
  }
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth']
const ordinal = (n: number) => ordinals[n - 1] ?? `${n}th`

const because = (reason: string) => (reason === '' ? '.' : `: ${reason}`)

const sourceOf = {
  webhook: 'a webhook',
  api: 'the API',
  schedule: 'the schedule',
  loop: 'another run',
  event: 'the end of another run',
  simulation: 'a simulation',
} as const

type DataOf<T extends EventBody['type']> = Extract<EventBody, { type: T }>['data']

function describeChecks(checks: DataOf<'input.checked'>['checks']): string {
  const flagged = checks.filter((check) => !check.holds)
  if (flagged.length === 0) return 'The input holds.'
  return `The input is flagged: ${flagged.map((check) => check.message).join(' ')}`
}

function describePolicy({ policy, effect, message, error, dryRun }: DataOf<'policy.evaluated'>): string {
  if (dryRun && effect !== null)
    return `Policy ${policy} is on trial: it would ${wouldOf[effect]}. ${error ?? message}`
  if (error !== null) return `Policy ${policy} could not be evaluated, which denies: ${error}`
  if (effect === null) return `Policy ${policy} does not apply.`
  return `Policy ${policy} ${wordOf[effect]}: ${message}`
}

function describeAcceptance({ loop, request, queued, fork }: DataOf<'run.accepted'>): string {
  const from = fork
    ? `as a fork of ${fork.run}, at iteration ${fork.iteration}`
    : `from ${sourceOf[request.source]}`
  return `The run of ${loop} was accepted ${from}${queued ? ' and waits for its turn' : ''}.`
}

const wordOf = {
  deny: 'denies',
  'require-approval': 'asks for approval',
  redact: 'redacts',
  flag: 'flags',
} as const
const wouldOf = {
  deny: 'deny',
  'require-approval': 'ask for approval',
  redact: 'redact',
  flag: 'flag',
} as const

function describeVerdict({ verdict, reasons }: DataOf<'verdict.reached'>): string {
  return reasons.length === 0
    ? `The verdict is ${verdict}.`
    : `The verdict is ${verdict}: ${reasons.join('; ')}`
}

function describeEnd({ outcome, message, notUndone }: DataOf<'run.ended'>): string {
  const words = message ? `The run ended ${outcome}: ${message}` : `The run ended ${outcome}.`
  if (notUndone.length === 0) return words
  const stand = notUndone.length === 1 ? 'stands' : 'stand'
  return `${words} ${count(notUndone.length, 'effect')} ${stand}: nothing undid ${notUndone.length === 1 ? 'it' : 'them'}.`
}

function reasonsOf(reasons: { message: string }[]): string {
  return reasons.map((reason) => reason.message).join(' ')
}

function count(number: number, noun: string): string {
  return `${number} ${number === 1 || noun === 'more' ? noun : `${noun}s`}`
}
