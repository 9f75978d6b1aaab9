import type { EventOf, RunEvent } from '../../shared/engine/event.ts'
import type { Json } from '../../shared/json.ts'

type Named = { label: string; value: Json }

/** What the inspector shows of the event at a cursor, gathered from the events around it. */
export type Inspected = {
  event: RunEvent
  input: Named | null
  output: Named | null
  /** The checks of the verifier that the event belongs to, else of the last verdict before it. */
  checks: readonly EventOf<'check.completed'>['data'][]
  verdict: EventOf<'verdict.reached'>['data'] | null
  /** Whether the checks belong to this event itself. */
  ownEvidence: boolean
  /** Policies evaluated in the same iteration, up to here. */
  policies: readonly EventOf<'policy.evaluated'>['data'][]
}

/** Gathers what belongs to the event at a cursor; null before the first. */
export function inspected(events: readonly RunEvent[], cursor: number): Inspected | null {
  const event = events[cursor - 1]
  if (!event) return null
  const before = events.slice(iterationStart(events, cursor), cursor)
  return {
    event,
    ...valuesOf(events, event),
    ...evidenceOf(events, cursor),
    policies: dataOf(before, 'policy.evaluated'),
  }
}

/** Only the iteration's own events are looked at, so a long log costs no more than a short one. */
function iterationStart(events: readonly RunEvent[], cursor: number): number {
  for (let index = cursor - 1; index >= 0; index -= 1)
    if (events[index]?.type === 'iteration.started') return index
  return 0
}

function dataOf<T extends RunEvent['type']>(events: readonly RunEvent[], type: T): EventOf<T>['data'][] {
  return events.flatMap((event) => (event.type === type ? [event.data as EventOf<T>['data']] : []))
}

function valuesOf(
  events: readonly RunEvent[],
  event: RunEvent,
): { input: Named | null; output: Named | null } {
  switch (event.type) {
    case 'run.accepted':
      return { input: { label: 'Input of the run', value: event.data.input }, output: null }
    case 'run.ended':
      return { input: inputOfRun(events), output: { label: 'Response of the run', value: event.data.body } }
    case 'plan.requested':
      return { input: inputOfRun(events), output: null }
    case 'plan.proposed':
      return {
        input: inputOfRun(events),
        output: { label: `Plan ${event.data.plan.version}`, value: event.data.plan as Json },
      }
    case 'plan.adopted': {
      const plan = events.findLast(
        (each) => each.type === 'plan.proposed' && each.data.plan.version === event.data.plan,
      )
      return {
        input: inputOfRun(events),
        output:
          plan?.type === 'plan.proposed'
            ? { label: `Plan ${event.data.plan}`, value: plan.data.plan as Json }
            : null,
      }
    }
    case 'step.started':
    case 'step.succeeded':
    case 'step.failed':
    case 'step.retried':
    case 'step.uncertain':
    case 'step.skipped':
      return stepValues(events, event.data.iteration, event.data.step)
    case 'step.late':
      return stepValues(events, event.data.iteration, event.data.step)
    case 'compensation.started':
    case 'compensation.succeeded':
    case 'compensation.failed':
      return undoValues(events, event.data.undoes)
    case 'step.expanded':
      return {
        input: { label: `Items of ${event.data.step}`, value: event.data.items },
        output: stepValues(events, event.data.iteration, event.data.step).output,
      }
    case 'step.probed':
      return stepValues(events, event.data.iteration, event.data.step)
    case 'signal.received':
      return { input: { label: `Data of ${event.data.name}`, value: event.data.data }, output: null }
    case 'check.answered':
      return { input: null, output: checkAnswer(event.data) }
    case 'plan.answered':
      return { input: inputOfRun(events), output: answerOf(event.data) }
    case 'approval.requested':
      return { input: { label: 'What the approver is shown', value: event.data.show }, output: null }
    case 'approval.edited':
      return { input: null, output: { label: 'The changes', value: event.data.changes } }
    case 'plan.rejected':
      return {
        input: null,
        output:
          event.data.proposal === undefined
            ? null
            : { label: 'What was proposed', value: event.data.proposal },
      }
    case 'run.admitted':
    case 'input.checked':
    case 'iteration.delayed':
    case 'assumption.checked':
    case 'policy.evaluated':
    case 'approval.granted':
    case 'approval.denied':
    case 'approval.expired':
    case 'approval.sent-back':
    case 'approval.assigned':
    case 'approval.commented':
    case 'approval.superseded':
    case 'check.asked':
    case 'check.completed':
    case 'verdict.reached':
    case 'iteration.started':
    case 'lease.granted':
    case 'lease.released':
    case 'run.paused':
    case 'run.resumed':
    case 'run.cancelled':
      return { input: null, output: null }
  }
}

function checkAnswer({ answer, check }: EventOf<'check.answered'>['data']): Named {
  return answer.ok
    ? { label: `Answer to ${check}`, value: answer.evidence }
    : { label: `Error of ${check}`, value: answer.error as Json }
}

function answerOf({ answer, member, planner }: EventOf<'plan.answered'>['data']): Named {
  const who = member ?? planner
  return answer.ok
    ? { label: `Answer of ${who}`, value: answer.proposal }
    : { label: `Error of ${who}`, value: answer.error as Json }
}

function inputOfRun(events: readonly RunEvent[]): Named | null {
  const first = events[0]
  return first?.type === 'run.accepted' ? { label: 'Input of the run', value: first.data.input } : null
}

function stepValues(
  events: readonly RunEvent[],
  iteration: number,
  step: string,
): { input: Named | null; output: Named | null } {
  let input: Named | null = null
  let output: Named | null = null
  for (const event of events) {
    if (!('step' in event.data) || !('iteration' in event.data)) continue
    if (event.data.step !== step || event.data.iteration !== iteration) continue
    if (event.type === 'step.started') input = { label: `Arguments of ${step}`, value: event.data.args }
    if (event.type === 'step.succeeded') output = { label: `Output of ${step}`, value: event.data.output }
    if (event.type === 'step.failed' || event.type === 'step.uncertain') {
      output = { label: `Error of ${step}`, value: event.data.error as Json }
    }
  }
  return { input, output }
}

function undoValues(
  events: readonly RunEvent[],
  undoes: string,
): { input: Named | null; output: Named | null } {
  let input: Named | null = null
  let output: Named | null = null
  for (const event of events) {
    if (!('undoes' in event.data) || event.data.undoes !== undoes) continue
    if (event.type === 'compensation.started')
      input = { label: `Arguments of the undo of ${event.data.step}`, value: event.data.args }
    if (event.type === 'compensation.succeeded')
      output = { label: `Output of the undo of ${event.data.step}`, value: event.data.output }
    if (event.type === 'compensation.failed') output = { label: 'Error', value: event.data.error as Json }
  }
  return { input, output }
}

type Evidence = Pick<Inspected, 'checks' | 'verdict' | 'ownEvidence'>

/** The checks of the last verifier that judged up to the cursor, with its verdict once it is reached. */
function evidenceOf(events: readonly RunEvent[], cursor: number): Evidence {
  const event = events[cursor - 1]
  const own = event?.type === 'check.completed' || event?.type === 'verdict.reached'
  let end = cursor - 1
  while (end >= 0 && events[end]?.type !== 'check.completed' && events[end]?.type !== 'verdict.reached')
    end -= 1
  const last = events[end]
  const verdict = last?.type === 'verdict.reached' ? last.data : null
  const checks: EventOf<'check.completed'>['data'][] = []
  for (let index = verdict ? end - 1 : end; index >= 0; index -= 1) {
    const each = events[index]
    if (each?.type === 'verdict.reached' || each?.type === 'iteration.started') break
    // Between two checks there are the asks and answers of those that the host makes.
    if (each?.type === 'check.completed') checks.unshift(each.data)
  }
  return { checks, verdict, ownEvidence: own }
}
