import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventOf, EventType } from '../../../shared/engine/event.ts'
import { arbitraryProgram } from '../../support/arbitraries/program.ts'
import { type Drive, driveToEnd, startDrive, type Turn } from '../../support/drive.ts'
import { run } from '../../support/given.ts'
import '../../support/fastCheck.ts'

const world = fc.record({ seed: fc.integer(), granting: fc.constantFrom(0, 0.5, 1) })

/** Checks a rule on random programs in random worlds. */
function always(rule: (drive: Drive) => void): void {
  fc.assert(
    fc.property(arbitraryProgram(), world, (program, of) => rule(driveToEnd(startDrive(program), of))),
  )
}

function all<T extends EventType>({ log }: Drive, type: T): EventOf<T>['data'][] {
  return log.filter((event) => event.type === type).map((event) => event.data as EventOf<T>['data'])
}

describe('every random run', { timeout: 60_000 }, () => {
  it('ends within its limits on iterations and steps, once', () =>
    always((drive) => {
      const { limits } = drive.program
      expect(drive.state.status).toBe('ended')
      expect(all(drive, 'run.ended')).toHaveLength(1)
      expect(all(drive, 'iteration.started').length).toBeLessThanOrEqual(limits.iterations)
      expect(all(drive, 'step.started').length).toBeLessThanOrEqual(limits.steps)
    }))

  it('never has more steps at work than its limit on parallelism', () =>
    always((drive) => {
      for (const { state } of drive.turns) {
        if (state.status !== 'active') continue
        const running = state.iteration?.steps.filter((step) => step.status === 'running').length ?? 0
        expect(running).toBeLessThanOrEqual(drive.program.limits.parallelism)
      }
    }))

  it('owes an effect only after the intent is on record, under the key of its iteration and step', () =>
    always((drive) => {
      const intents = new Map<string, number>()
      for (const { events, owed } of drive.turns) {
        for (const event of events) {
          if (event.type === 'step.started' || event.type === 'compensation.started')
            intents.set(event.data.effect, event.data.attempt)
          if (event.type === 'step.retried')
            intents.set(`${run}/${event.data.iteration}/${event.data.step}`, event.data.attempt)
        }
        for (const effect of owed) {
          if (effect.kind !== 'action' && effect.kind !== 'compensation') continue
          expect(intents.get(effect.id)).toBe(effect.attempt)
          if (effect.kind === 'action') expect(effect.id).toBe(`${run}/${effect.iteration}/${effect.step}`)
          else expect(effect.id).toBe(`${effect.undoes}/undo`)
        }
      }
    }))

  it('settles each step once, and judges only when all have settled', () =>
    always((drive) => {
      const settled = new Set<string>()
      for (const event of drive.log) {
        if (
          event.type === 'step.succeeded' ||
          event.type === 'step.failed' ||
          event.type === 'step.uncertain' ||
          event.type === 'step.skipped'
        ) {
          const key = `${event.data.iteration} ${event.data.step}`
          expect(settled.has(key)).toBe(false)
          settled.add(key)
        }
      }
      for (const turn of drive.turns) judgedWhenSettled(turn)
    }))

  it('makes each check once for a verdict', () =>
    always((drive) => {
      let made = new Set<string>()
      for (const event of drive.log) {
        if (event.type === 'verdict.reached') made = new Set()
        if (event.type !== 'check.completed') continue
        const key = `${event.data.verifier} ${event.data.check}`
        expect(made.has(key)).toBe(false)
        made.add(key)
      }
    }))

  it('undoes what was started last first, one at a time, and nothing twice', () =>
    always((drive) => {
      const order = new Map(all(drive, 'step.started').map(({ effect }, place) => [effect, place]))
      const undone = all(drive, 'compensation.succeeded').map(({ undoes }) => undoes)
      expect(new Set(undone).size).toBe(undone.length)
      let last = Number.POSITIVE_INFINITY
      for (const event of drive.log) {
        if (event.type === 'verdict.reached') last = Number.POSITIVE_INFINITY
        if (event.type !== 'compensation.started' || event.data.attempt > 1) continue
        const place = order.get(event.data.undoes) ?? -1
        expect(place).toBeLessThan(last)
        last = place
      }
      for (const { owed } of drive.turns)
        expect(owed.filter((effect) => effect.kind === 'compensation').length).toBeLessThanOrEqual(1)
    }))

  it('acquires leases in the order of their names before the step starts, and gives all of them back', () =>
    always((drive) => {
      const held = new Map<string, string[]>()
      for (const event of drive.log) {
        if (event.type === 'lease.granted') {
          const names = held.get(event.data.step) ?? []
          expect([...names, event.data.resource]).toEqual([...names, event.data.resource].toSorted())
          held.set(event.data.step, [...names, event.data.resource])
        }
        if (event.type === 'step.started') {
          const templates = drive.program.actions[event.data.action]?.leases ?? []
          expect(held.get(event.data.step) ?? []).toHaveLength(templates.length)
        }
        if (event.type === 'iteration.started') held.clear()
      }
      expect(drive.state).toMatchObject({ leases: [] })
    }))

  it('does nothing that a policy denied', () =>
    always((drive) => {
      const denied = new Set<string>()
      for (const event of drive.log) {
        if (event.type === 'iteration.started') {
          expect(denied.has('input')).toBe(false)
          denied.clear()
        }
        if (event.type === 'policy.evaluated' && event.data.effect === 'deny')
          denied.add(event.data.point === 'input' ? 'input' : `${event.data.point} ${event.data.subject}`)
        if (event.type === 'plan.adopted')
          expect([...denied].filter((point) => point.startsWith('plan '))).toEqual([])
        if (event.type === 'step.started') expect(denied.has(`step ${event.data.step}`)).toBe(false)
        if (event.type === 'step.succeeded') expect(denied.has(`output ${event.data.step}`)).toBe(false)
        if (event.type === 'verdict.reached' && denied.has(`verdict ${event.data.verifier}`))
          expect(['bail', 'rollback', 'escalate']).toContain(event.data.verdict)
      }
    }))

  it('starts nothing that waits for an approval, and counts each person once', () =>
    always((drive) => {
      const asked = new Map<string, string>()
      const people = new Map<string, string[]>()
      for (const event of drive.log) {
        if (event.type === 'iteration.started') asked.clear()
        if (event.type === 'approval.requested' && event.data.subject.of === 'step')
          asked.set(event.data.approval, event.data.subject.step)
        if (event.type === 'approval.granted') {
          const by = people.get(event.data.approval) ?? []
          expect(by).not.toContain(event.data.by)
          people.set(event.data.approval, [...by, event.data.by])
          if (event.data.remaining === 0) asked.delete(event.data.approval)
        }
        if (event.type === 'step.started') expect([...asked.values()]).not.toContain(event.data.step)
      }
    }))

  it('sends nothing after its end, and no more often than the action’s retries allow', () =>
    always((drive) => {
      const times = new Map<string, number>()
      for (const { effect } of drive.sent) times.set(effect, (times.get(effect) ?? 0) + 1)
      for (const { effect, action } of drive.sent)
        expect(times.get(effect)).toBeLessThanOrEqual(drive.program.actions[action]?.retry.maxAttempts ?? 0)
      const owed = drive.turns.at(-1)?.owed ?? []
      expect(owed.filter((effect) => effect.kind !== 'release-lease')).toEqual([])
    }))
})

function judgedWhenSettled({ events, state }: Turn): void {
  if (!events.some((event) => event.type === 'check.completed' || event.type === 'verdict.reached')) return
  if (state.status !== 'active' || (state.phase.at !== 'verifying' && state.phase.at !== 'judged')) return
  for (const step of state.iteration?.steps ?? []) expect(['waiting', 'running']).not.toContain(step.status)
}
