import type { Digest } from '../../shared/audit/digest.ts'
import type { EventOf, RunEvent } from '../../shared/engine/event.ts'
import type { Plan } from '../../shared/engine/plan.ts'
import type { Json } from '../../shared/json.ts'
import { humanOf } from './approvalRaces.ts'

type Asked = EventOf<'approval.requested'>['data'] & {
  grants: string[]
  status: 'open' | 'granted' | 'denied' | 'expired' | 'edited' | 'sent-back' | 'superseded'
  iteration: number
}

/** What the log alone says of its approvals, read without the engine. `looks` is told of each event, after it is taken in. */
export function readApprovals(
  log: readonly RunEvent[],
  looks: (event: RunEvent, asked: ReadonlyMap<string, Asked>, plan: Plan | null) => string[],
): string[] {
  const asked = new Map<string, Asked>()
  let plan: Plan | null = null
  let iteration = 0
  const faults: string[] = []
  const close = (id: string, status: Asked['status']) => {
    const approval = asked.get(id)
    if (approval?.status !== 'open') faults.push(`${id} is ${status} after it was ${approval?.status}`)
    if (approval) approval.status = status
  }
  for (const event of log) {
    switch (event.type) {
      case 'iteration.started':
        plan = null
        iteration = event.data.iteration
        break
      case 'plan.proposed':
        plan = event.data.plan
        break
      case 'approval.requested':
        if (asked.has(event.data.approval)) faults.push(`${event.data.approval} was asked for twice`)
        asked.set(event.data.approval, { ...event.data, grants: [], status: 'open', iteration })
        break
      case 'approval.granted': {
        const { approval: id, by, remaining } = event.data
        const approval = asked.get(id)
        if (approval?.status !== 'open') faults.push(`${id} counts ${by} after it was ${approval?.status}`)
        if (!approval) break
        if (event.at >= approval.deadline) faults.push(`${id} was granted after its deadline`)
        const human = humanOf(by)
        if (approval.grants.includes(human)) faults.push(`${human} counts twice in ${id}`)
        if (human === humanOf('starter')) faults.push(`${id} was granted by who started the run`)
        if (approval.subject.of !== 'input' && plan?.provenance.by?.some((each) => humanOf(each) === human))
          faults.push(`${id} was granted by its editor ${by}`)
        approval.grants.push(human)
        if (remaining !== approval.need - approval.grants.length) faults.push(`${id} counts wrongly`)
        if (remaining === 0) approval.status = 'granted'
        break
      }
      case 'approval.assigned':
      case 'approval.commented': {
        const { approval: id } = event.data
        const approval = asked.get(id)
        if (approval?.status !== 'open') faults.push(`${id} is talked of after it was ${approval?.status}`)
        if (event.type === 'approval.commented' || !event.data.to || !('name' in event.data.to)) break
        if (humanOf(event.data.to.name) === humanOf('starter'))
          faults.push(`${id} was handed to who started the run`)
        break
      }
      case 'approval.denied':
        close(event.data.approval, 'denied')
        break
      case 'approval.expired':
        close(event.data.approval, 'expired')
        break
      case 'approval.edited':
        close(event.data.approval, 'edited')
        break
      case 'approval.sent-back':
        close(event.data.approval, 'sent-back')
        break
      case 'approval.superseded':
        close(event.data.approval, 'superseded')
        break
      default:
        break
    }
    faults.push(...looks(event, asked, plan))
  }
  return faults
}

/** No step starts before everyone whom `guards` names for it has agreed, to these arguments and to the plan as it is. */
export function startsOnlyGranted(
  log: readonly RunEvent[],
  guards: (step: EventOf<'step.started'>['data']) => string[],
  planPolicy: string | null,
): string[] {
  let adopted: Digest | null = null
  return readApprovals(log, (event, asked, plan) => {
    if (event.type === 'plan.adopted') adopted = event.data.digest
    if (event.type === 'plan.proposed') adopted = null
    if (event.type !== 'step.started') return []
    const faults: string[] = []
    const all = [...asked.values()]
    const { step, args, action, iteration } = event.data
    if (adopted === null || adopted !== plan?.digest) faults.push(`${step} started without an adopted plan`)
    const wholePlan = all.some(
      ({ subject, status }) =>
        subject.of === 'plan' &&
        subject.policy === planPolicy &&
        subject.digest === plan?.digest &&
        status === 'granted',
    )
    if (planPolicy !== null && !wholePlan) faults.push(`${step} started before its plan was approved`)
    // What was edited is asked about again, by whomever had asked.
    const edited = all.flatMap(({ subject, status, iteration: of }) =>
      subject.of === 'step' && subject.step === step && status === 'edited' && of === iteration
        ? [subject.policy]
        : [],
    )
    for (const policy of new Set([...guards(event.data), ...edited])) {
      const granted = all.some(
        ({ subject, status, show, iteration: of, grants, need }) =>
          subject.of === 'step' &&
          subject.policy === policy &&
          subject.step === step &&
          of === iteration &&
          status === 'granted' &&
          new Set(grants).size >= need &&
          shows(show, { step, action, args }),
      )
      if (!granted) faults.push(`${step} started before ${policy} was granted for these arguments`)
    }
    return faults
  })
}

function shows(show: Json, what: { step: string; action: string; args: Json }): boolean {
  if (typeof show !== 'object' || show === null || Array.isArray(show)) return false
  return Object.entries(what).every(([name, value]) => JSON.stringify(show[name]) === JSON.stringify(value))
}

/** Nothing is left open by the end. */
export function closesEverything(log: readonly RunEvent[]): string[] {
  return readApprovals(log, (event, asked) =>
    event.type === 'run.ended'
      ? [...asked.values()].flatMap(({ approval, status }) =>
          status === 'open' ? [`${approval} is open`] : [],
        )
      : [],
  )
}
