import type { EventOf, RunEvent } from '../../shared/engine/event.ts'
import type { PlanStep } from '../../shared/engine/plan.ts'
import { redactedText } from '../../shared/policy/redact.ts'
import type { Drive } from './drive.ts'

// What steps that map, stand in, wait, are probed or are runs of their own have to keep. As in runRules: how a finished run breaks it.

/** The events of each iteration, with the plan that it carried out. */
function iterations({ log }: Drive): { steps: readonly PlanStep[]; events: RunEvent[] }[] {
  const found: { steps: readonly PlanStep[]; events: RunEvent[] }[] = []
  let proposed: readonly PlanStep[] = []
  for (const event of log) {
    if (event.type === 'iteration.started') found.push({ steps: [], events: [] })
    if (event.type === 'plan.proposed') proposed = event.data.plan.steps
    const current = found.at(-1)
    if (!current) continue
    if (event.type === 'plan.adopted') current.steps = proposed
    current.events.push(event)
  }
  return found
}

const settling = new Set(['step.succeeded', 'step.failed', 'step.uncertain', 'step.skipped'])

function statusIn(events: readonly RunEvent[]): Map<string, string> {
  return new Map(
    events.flatMap((event) =>
      settling.has(event.type) && 'step' in event.data
        ? [[event.data.step ?? '', event.type.slice('step.'.length)] as const]
        : [],
    ),
  )
}

export function joinsItems(drive: Drive): string[] {
  return iterations(drive).flatMap(({ events }) =>
    events.flatMap((event, place) =>
      event.type === 'step.expanded' ? joinFaults(event.data, events.slice(place)) : [],
    ),
  )
}

function joinFaults({ step, items }: EventOf<'step.expanded'>['data'], after: readonly RunEvent[]): string[] {
  const at = after.findIndex(
    (event) => settling.has(event.type) && 'step' in event.data && event.data.step === step,
  )
  const joined = after[at]
  if (!joined) return []
  const before = statusIn(after.slice(0, at))
  const results = items.map((_, index) => before.get(`${step}[${index}]`))
  if (results.includes(undefined)) return [`${step} settled before its items`]
  const carried = results.every((each) => each === 'succeeded' || each === 'skipped')
  if (joined.type !== 'step.succeeded')
    return carried && joined.type !== 'step.skipped' ? [`${step} is ${joined.type}`] : []
  const { output } = joined.data
  if (!carried) return [`${step} succeeded though an item did not`]
  return Array.isArray(output) && output.length === items.length ? [] : [`${step} lost an output`]
}

export function boundsItems(drive: Drive): string[] {
  return drive.turns.flatMap(({ state }) => {
    const iteration = state.status === 'active' ? state.iteration : null
    return (iteration?.expanded ?? []).flatMap(({ place, first, items }) => {
      const most = iteration?.plan?.steps[place]?.map?.parallelism ?? Number.POSITIVE_INFINITY
      const steps = iteration?.steps.slice(first, first + items.length) ?? []
      const atWork = steps.filter(
        (step) => step.status === 'probing' || (step.status === 'running' && step.until === null),
      )
      return atWork.length > most ? [`${atWork.length} items at once`] : []
    })
  })
}

export function standsInForFailures(drive: Drive): string[] {
  return iterations(drive).flatMap(({ steps, events }) =>
    steps.flatMap((step) => (step.insteadOf === null ? [] : standInFaults(step, step.insteadOf, events))),
  )
}

function standInFaults({ id }: PlanStep, original: string, events: readonly RunEvent[]): string[] {
  const began = events.findIndex(
    (event) =>
      (event.type === 'step.started' || event.type === 'step.expanded') &&
      event.data.step.replace(/\[.*/, '') === id,
  )
  const before = statusIn(began < 0 ? [] : events.slice(0, began)).get(original)
  if (began >= 0 && before !== 'failed') return [`${id} began although ${original} was ${before}`]
  const status = statusIn(events).get(original)
  const unneeded = events.some(
    (event) => event.type === 'step.skipped' && event.data.step === id && event.data.reason === 'not-needed',
  )
  return unneeded && status === 'failed' ? [`${id} was not needed although ${original} failed`] : []
}

export function takesSignalsOnce({ log }: Drive): string[] {
  const recorded = new Set<string>()
  const taken = new Set<string>()
  const waiting = new Set<string>()
  const faults: string[] = []
  for (const event of log) {
    if (event.type === 'signal.received') {
      if (recorded.has(event.data.id)) faults.push(`${event.data.id} was recorded twice`)
      recorded.add(event.data.id)
    }
    if (event.type === 'step.started' && event.data.until !== undefined)
      waiting.add(`${event.data.iteration}/${event.data.step}`)
    if (event.type !== 'step.succeeded') continue
    if (!waiting.has(`${event.data.iteration}/${event.data.step}`)) continue
    const { output } = event.data
    const id = typeof output === 'object' && output !== null && !Array.isArray(output) ? output.id : undefined
    // A policy may hide which event it was.
    if (typeof id !== 'string' || id === redactedText) continue
    if (!recorded.has(id) || taken.has(id)) faults.push(`${id} was taken without being there`)
    taken.add(id)
  }
  return faults
}

export function probesWhatIsUnknown({ log, program }: Drive): string[] {
  const faults: string[] = []
  const action = new Map<string, string>()
  const findings = new Map<string, string>()
  for (const event of log) {
    if (!('step' in event.data) || !('iteration' in event.data)) continue
    if (event.type === 'step.probed' && event.data.undo) continue
    const key = `${event.data.iteration}/${event.data.step}`
    const found = findings.get(key)
    findings.delete(key)
    if (event.type === 'step.started') action.set(key, event.data.action)
    const of = program.actions[action.get(key) ?? '']
    if (event.type === 'step.probed') {
      if (of?.idempotency !== 'none' || of.probe === null) faults.push(`${key} was probed for nothing`)
      findings.set(key, event.data.result)
    }
    if (event.type === 'step.retried' && of?.idempotency === 'none' && of.call.uses !== 'loop')
      if (event.data.error.mayHaveHappened)
        faults.push(`${key} was tried again although it may have happened`)
    if (found === 'happened' && (event.type === 'step.retried' || event.type === 'step.uncertain'))
      faults.push(`${key} happened, and then ${event.type}`)
    if (found === 'not-happened' && event.type !== 'step.retried')
      if (event.type !== 'step.failed' || event.data.error.mayHaveHappened)
        faults.push(`${key} did not happen, and then ${event.type}`)
  }
  return faults
}

export function probesUnknownUndos({ log, program }: Drive): string[] {
  const faults: string[] = []
  let action: string | null = null
  let found: string | null = null
  for (const event of log) {
    const of = program.actions[action ?? '']
    if (event.type === 'compensation.started') action = event.data.action
    if (event.type === 'step.probed' && event.data.undo) {
      if (of?.idempotency !== 'none' || of.probe === null) faults.push('an undo was probed for nothing')
      found = event.data.result
      continue
    }
    if (found === 'happened' && event.type !== 'compensation.succeeded')
      if (event.type !== 'compensation.failed' || !event.data.final)
        faults.push(`an undo happened, and then ${event.type}`)
    if (
      found === 'not-happened' &&
      (event.type !== 'compensation.failed' || event.data.error.mayHaveHappened)
    )
      faults.push(`an undo did not happen, and then ${event.type}`)
    found = null
  }
  return faults
}

export function endsAttemptsInTime({ log, program }: Drive): string[] {
  const ends = new Map<string, number>()
  return log.flatMap((event) => {
    if (event.type === 'step.started') {
      const { totalSeconds = null } = program.actions[event.data.action] ?? {}
      ends.set(
        `${event.data.iteration}/${event.data.step}`,
        totalSeconds === null ? Number.POSITIVE_INFINITY : event.at + totalSeconds * 1000,
      )
    }
    if (event.type !== 'step.retried') return []
    const end = ends.get(`${event.data.iteration}/${event.data.step}`) ?? 0
    return event.data.notBefore >= end ? [`${event.data.step} is tried again after its time`] : []
  })
}

export function forgetsNoChild({ state, log }: Drive): string[] {
  const started = log.filter((event) => event.type === 'step.started' && event.data.child)
  const open = state.status === 'new' ? [] : state.children
  return open.map(({ effect }) => `${effect} of ${started.length} children still runs`)
}
