import { z } from 'zod'
import type { EventOf, EventType } from '../../shared/engine/event.ts'
import type { ActiveRun, StepState } from '../../shared/engine/state.ts'
import type { Drive } from './drive.ts'
import { run } from './given.ts'

// Each rule says how a finished run breaks it; nothing when it keeps it.

function all<T extends EventType>({ log }: Drive, type: T): EventOf<T>['data'][] {
  return log.filter((event) => event.type === type).map((event) => event.data as EventOf<T>['data'])
}

export function endsWithinLimits(drive: Drive): string[] {
  const { limits } = drive.program
  const faults: string[] = []
  if (drive.state.status !== 'ended') faults.push('it did not end')
  if (all(drive, 'run.ended').length !== 1) faults.push('it ended more than once')
  if (all(drive, 'iteration.started').length > limits.iterations) faults.push('too many iterations')
  if (all(drive, 'step.started').length > limits.steps) faults.push('too many steps')
  return faults
}

export function boundsParallelism(drive: Drive): string[] {
  return drive.turns.flatMap(({ state }) => {
    if (state.status !== 'active') return []
    const steps = state.iteration?.steps ?? []
    const running = steps.filter(isAtWork).length
    return running > drive.program.limits.parallelism ? [`${running} steps run at once`] : []
  })
}

/** What only waits takes no place. */
function isAtWork(step: StepState): boolean {
  return step.status === 'probing' || (step.status === 'running' && step.until === null)
}

export function intendsBeforeItActs(drive: Drive): string[] {
  const intents = new Map<string, number>()
  const faults: string[] = []
  for (const { events, owed } of drive.turns) {
    for (const event of events) {
      if (event.type === 'step.started' || event.type === 'compensation.started')
        intents.set(event.data.effect, event.data.attempt)
      if (event.type === 'step.retried')
        intents.set(`${run}/${event.data.iteration}/${event.data.step}`, event.data.attempt)
    }
    for (const effect of owed) {
      if (effect.kind !== 'action' && effect.kind !== 'compensation') continue
      const key =
        effect.kind === 'action' ? `${run}/${effect.iteration}/${effect.step}` : `${effect.undoes}/undo`
      if (effect.id !== key) faults.push(`${effect.id} is not ${key}`)
      if (intents.get(effect.id) !== effect.attempt)
        faults.push(`attempt ${effect.attempt} of ${effect.id} was not intended`)
    }
  }
  return faults
}

export function settlesOnce(drive: Drive): string[] {
  const settled = new Set<string>()
  return drive.log.flatMap((event) => {
    const settles =
      event.type === 'step.succeeded' ||
      event.type === 'step.failed' ||
      event.type === 'step.uncertain' ||
      event.type === 'step.skipped'
    if (!settles) return []
    const key = `${event.data.iteration}/${event.data.step}`
    const again = settled.has(key)
    settled.add(key)
    return again ? [`${key} settled twice`] : []
  })
}

function planned({ log }: Drive, version: number): string[] {
  return log.flatMap((event) =>
    event.type === 'plan.proposed' && event.data.plan.version === version
      ? event.data.plan.steps.map((step) => step.id)
      : [],
  )
}

export function judgesOnce(drive: Drive): string[] {
  const faults: string[] = []
  let made = new Set<string>()
  const open = new Set<string>()
  const settled = new Set<string>()
  for (const event of drive.log) {
    // What a person edits stays the same steps: those that have settled have, and the items of lists are those that there were.
    if (event.type === 'plan.proposed' && event.data.plan.provenance.strategy !== 'edit') open.clear()
    if (event.type === 'plan.adopted')
      for (const id of planned(drive, event.data.plan)) if (!settled.has(id)) open.add(id)
    if (event.type === 'iteration.started') {
      open.clear()
      settled.clear()
      // A verdict that a person sent back was never reached.
      made = new Set()
    }
    if (event.type === 'step.expanded')
      for (const item of event.data.items.keys()) open.add(`${event.data.step}[${item}]`)
    if ('step' in event.data && /^step\.(succeeded|failed|uncertain|skipped)$/.test(event.type)) {
      open.delete(event.data.step ?? '')
      settled.add(event.data.step ?? '')
    }
    if (event.type === 'verdict.reached') made = new Set()
    if (event.type !== 'check.completed' && event.type !== 'verdict.reached') continue
    if (open.size > 0) faults.push(`judged before ${[...open].join()} settled`)
    if (event.type !== 'check.completed') continue
    const key = `${event.data.verifier}/${event.data.check}`
    if (made.has(key)) faults.push(`${key} was made twice`)
    made.add(key)
  }
  return faults
}

export function undoesInReverse(drive: Drive): string[] {
  const order = new Map(all(drive, 'step.started').map(({ effect }, place) => [effect, place]))
  const undone = all(drive, 'compensation.succeeded').map(({ undoes }) => undoes)
  const faults: string[] = []
  if (new Set(undone).size < undone.length) faults.push('something was undone twice')
  let last = Number.POSITIVE_INFINITY
  for (const event of drive.log) {
    // What started since is undone before what started earlier, but after what is undone already.
    if (event.type === 'verdict.reached' || event.type === 'iteration.started')
      last = Number.POSITIVE_INFINITY
    if (event.type !== 'compensation.started' || event.data.attempt > 1) continue
    const place = order.get(event.data.undoes)
    if (place === undefined || place >= last) faults.push(`${event.data.undoes} was undone out of order`)
    last = place ?? last
  }
  for (const { owed } of drive.turns)
    if (owed.filter((effect) => effect.kind === 'compensation').length > 1) faults.push('two undos at once')
  return faults
}

export function ordersLeases(drive: Drive): string[] {
  const faults: string[] = []
  for (const { state, owed } of drive.turns) {
    for (const effect of owed) {
      if (effect.kind !== 'acquire-lease' || state.status !== 'active') continue
      const later = heldBy(state, effect.step).filter((resource) => resource > effect.resource)
      if (later.length > 0)
        faults.push(`${effect.step} asks for ${effect.resource} while it holds ${later.join()}`)
    }
  }
  for (const { before, events } of drive.turns) {
    const granted = events.flatMap((event) => (event.type === 'lease.granted' ? [event.data] : []))
    for (const event of events) {
      if (event.type !== 'step.started' || before.status !== 'active') continue
      const { step, action } = event.data
      const fresh = granted.filter((each) => each.step === step && each.until > event.at)
      const held = new Set([...heldBy(before, step, event.at), ...fresh.map(({ resource }) => resource)])
      if (held.size < (drive.program.actions[action]?.leases.length ?? 0))
        faults.push(`${step} started without its leases`)
    }
  }
  if (drive.state.status !== 'ended' || drive.state.leases.length > 0) faults.push('leases were kept')
  return faults
}

function heldBy({ leases, iteration, at }: ActiveRun, step: string, now = at): string[] {
  return leases
    .filter((lease) => lease.step === step && lease.iteration === iteration?.number && lease.until > now)
    .map(({ resource }) => resource)
}

export function obeysDenials(drive: Drive): string[] {
  const faults: string[] = []
  const denied = new Set<string>()
  const check = (point: string, what: string) => {
    if (denied.has(point)) faults.push(`${what} although ${point} was denied`)
  }
  for (const event of drive.log) {
    if (event.type === 'iteration.started') {
      check('input', 'it went on')
      denied.clear()
    }
    if (event.type === 'policy.evaluated' && event.data.effect === 'deny' && !event.data.dryRun)
      denied.add(event.data.point === 'input' ? 'input' : `${event.data.point} ${event.data.subject}`)
    if (event.type === 'plan.adopted')
      for (const point of ['plan', 'again']) check(`plan ${point}`, 'adopted')
    if (event.type === 'step.started') check(`step ${event.data.step}`, 'it started')
    if (event.type === 'step.succeeded') check(`output ${event.data.step}`, 'it succeeded')
    if (event.type === 'verdict.reached' && ['pass', 'replan'].includes(event.data.verdict))
      check(`verdict ${event.data.verifier}`, event.data.verdict)
  }
  return faults
}

export function waitsForApprovals(drive: Drive): string[] {
  const faults: string[] = []
  const asked = new Map<string, string>()
  const people = new Set<string>()
  for (const event of drive.log) {
    if (event.type === 'iteration.started') asked.clear()
    if (event.type === 'approval.requested' && event.data.subject.of === 'step')
      asked.set(event.data.approval, asText(event.data.subject.step, event.data.show))
    if (event.type === 'approval.granted') {
      const key = `${event.data.approval} by ${event.data.by}`
      if (people.has(key)) faults.push(`${key} twice`)
      people.add(key)
      if (event.data.remaining === 0) asked.delete(event.data.approval)
    }
    if (event.type === 'approval.superseded' || event.type === 'approval.edited')
      asked.delete(event.data.approval)
    // A denied step may fall back on another action, which was not what the approval is about.
    if (event.type === 'step.started' && [...asked.values()].includes(asText(event.data.step, event.data)))
      faults.push(`${event.data.step} started before it was approved`)
  }
  return faults
}

/** A step and the action that it uses. */
function asText(step: string, shown: unknown): string {
  const { action } = z.object({ action: z.string() }).parse(shown)
  return `${step} ${action}`
}

export function boundsSending(drive: Drive): string[] {
  const times = new Map<string, number>()
  for (const { effect } of drive.sent) times.set(effect, (times.get(effect) ?? 0) + 1)
  const faults = drive.sent.flatMap(({ effect, action }) =>
    (times.get(effect) ?? 0) > (drive.program.actions[action]?.retry.maxAttempts ?? 0)
      ? [`${effect} was sent too often`]
      : [],
  )
  const owed = drive.turns.at(-1)?.owed.filter((effect) => effect.kind !== 'release-lease') ?? []
  return [...faults, ...owed.map((effect) => `${effect.id} is owed after the end`)]
}
