import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifyChain } from '../../../shared/audit/verifyChain.ts'
import type { Program } from '../../../shared/compile/program.ts'
import { type EventType, RunEvent, type StopReason } from '../../../shared/engine/event.ts'
import type { Fork } from '../../../shared/engine/fork.ts'
import { forkOf } from '../../../shared/engine/forkOf.ts'
import { replay, stateAt } from '../../../shared/engine/replay.ts'
import { scopeOf } from '../../../shared/engine/scope.ts'
import { anyProgram, replanningProgram } from '../../support/arbitraries/anyProgram.ts'
import { arbitraryProgram, everything } from '../../support/arbitraries/program.ts'
import { type Drive, driveToEnd, startDrive, type World } from '../../support/drive.ts'
import { forkReason as reason } from '../../support/forking.ts'
import { knowsThePlanBefore, knowsWhatWasSentBack } from '../../support/planningRules.ts'
import '../../support/fastCheck.ts'

const world = fc.record({ seed: fc.integer(), granting: fc.constantFrom(0, 0.5, 1) })
const sendingBack = fc.record({
  seed: fc.integer(),
  granting: fc.constantFrom(0.5, 1),
  sendingBack: fc.constant(0.5),
})
type Of = Pick<World, 'seed' | 'granting' | 'sendingBack'>

/** A run of a program, driven to its end, and its fork at one of its iterations; null where it began none. */
function forkedFrom(program: Program, of: Of, place: number) {
  return forkOfDrive(driveToEnd(startDrive(program), of), of, place)
}

function forkOfDrive(source: Drive, of: Of, place: number) {
  const { program } = source
  const begun = source.log.filter((event) => event.type === 'iteration.started')
  const at = begun[place % Math.max(1, begun.length)]
  const before = at && stateAt(source.log, at.seq - 1)
  if (!at || before?.status !== 'active') return null
  const { iteration } = at.data
  const given = { program, events: source.log, undone: before.undone }
  const made = forkOf(given, program, { iteration, reason, otherInput: false })
  if (!made.ok) throw new Error(made.rejection.message)
  const fork = JSON.parse(JSON.stringify(made.fork)) as Fork
  const drive = driveToEnd(startDrive(program, { n: 5 }, at.at, { fork }), of)
  return { source, at, before, drive }
}

describe('a fork of any run of any program, at any of its iterations', () => {
  it('is what its own log says, and counts on from the iteration', () => {
    fc.assert(
      fc.property(anyProgram, world, fc.nat(), (program, of, place) => {
        const forked = forkedFrom(program, of, place)
        fc.pre(forked !== null)
        const { drive, at } = forked
        const log = JSON.parse(JSON.stringify(drive.log)) as RunEvent[]
        expect(replay(log)).toEqual(drive.state)
        for (const event of log) expect(RunEvent.safeParse(event).error).toBeUndefined()
        expect(verifyChain(log)).toMatchObject({ ok: true })
        const numbers = log.flatMap((event) =>
          event.type === 'iteration.started' ? [event.data.iteration] : [],
        )
        expect(numbers).toEqual(numbers.map((_, index) => at.data.iteration + index))
        expect(numbers.length).toBeLessThanOrEqual(program.limits.iterations)
      }),
    )
  })

  it('undoes nothing that it did not start', () => {
    let undone = 0
    fc.assert(
      fc.property(anyProgram, world, fc.nat(), (program, of, place) => {
        const forked = forkedFrom(program, of, place)
        fc.pre(forked !== null)
        const { log } = forked.drive
        const started = new Set(
          log.flatMap(({ type, data }) => (type === 'step.started' ? [data.effect] : [])),
        )
        const undoes = log.flatMap(({ type, data }) => (type === 'compensation.started' ? [data.undoes] : []))
        undone += undoes.length
        expect(undoes.filter((effect) => !started.has(effect))).toEqual([])
      }),
    )
    expect(undone).toBeGreaterThan(0)
  })

  it('begins with what the other run knew as it began, also where that was a fork itself', () => {
    const seen = { plan: 0, back: 0 }
    fc.assert(
      fc.property(fc.oneof(anyProgram, replanningProgram), sendingBack, fc.nat(), (program, of, place) => {
        const forked = forkedFrom(program, of, place)
        fc.pre(forked !== null)
        const again = forkOfDrive(forked.drive, of, 0)
        for (const { at, source, drive } of again ? [forked, again] : [forked]) {
          const known = knownAt(source, at.data.iteration)
          // People who are asked anew may decide otherwise, and lead it elsewhere.
          const begun = knownAt(drive, at.data.iteration, at.data.planner)
          if (!known || !begun) continue
          expect(begun).toEqual(known)
          if (known.previous) seen.plan += 1
          if (known.sentBack) seen.back += 1
        }
        expect(knowsWhatWasSentBack(forked.drive)).toEqual([])
        expect(knowsThePlanBefore(forked.drive)).toEqual([])
      }),
    )
    expect(Math.min(seen.plan, seen.back)).toBeGreaterThan(0)
  })

  it('comes in the same world to what the other run came to', () => {
    let compared = 0
    // What counts anew is not the same: waits that grow, time that is up, what people were asked.
    const anew = { policies: false, approvals: false, ages: false, durations: [3600] }
    const program = arbitraryProgram({ ...everything, ...anew })
    fc.assert(
      fc.property(program, world, fc.nat(), (made, of, place) => {
        const forked = forkedFrom(made, of, place)
        fc.pre(forked !== null)
        const { source, at, before, drive } = forked
        // An event is posted to one run, and what a run has used is its own.
        fc.pre(before.signals.length === 0 && !/run\.(costUsd|steps|standing)/.test(JSON.stringify(made)))
        const since = untilItDiffers(source.log.slice(at.seq - 1), at.data.iteration)
        const later = course(since)
        expect(firstRead(drive.log)).toBe(firstRead(since) ?? firstRead(drive.log))
        if (at.data.iteration > 1) compared += later.length
        expect(course(drive.log).slice(0, later.length)).toEqual(later)
      }),
    )
    expect(compared).toBeGreaterThan(0)
  })
})

/** What an iteration that begins knows of those before it; null where there is none, at that planner where one is named. */
function knownAt({ log, program }: Drive, iteration: number, planner?: string) {
  const begun = log.find(({ type, data }) => type === 'iteration.started' && data.iteration === iteration)
  const state = begun && stateAt(log, begun.seq)
  if (state?.status !== 'active' || !state.iteration) return null
  if (planner !== undefined && state.iteration.planner !== planner) return null
  const { previous, feedback, because } = state.iteration
  const { sentBack, verdict, passed } = scopeOf(program, state)
  const before = previous && {
    digest: previous.digest,
    steps: previous.steps.map(({ id, action, args, after }) => ({ id, action, args, after })),
  }
  return { previous: before, feedback, because, sentBack, verdict, passed }
}

const limits: ReadonlySet<string> = new Set<StopReason>([
  'iterations',
  'duration',
  'cost',
  'steps',
  'repeated',
  'stale',
])

/** Up to what comes of that the other run had done something before: it met a limit, or undid that. */
function untilItDiffers(log: readonly RunEvent[], from: number): readonly RunEvent[] {
  const end = log.findIndex((event) => {
    switch (event.type) {
      case 'step.skipped':
        return event.data.limit !== undefined || event.data.reason === 'limit'
      case 'plan.rejected':
        return event.data.reasons.some(({ code }) => limits.has(code))
      case 'compensation.started':
        return Number(event.data.undoes.split('/')[1]) < from
      case 'run.ended':
        return limits.has(event.data.reason)
      default:
        return false
    }
  })
  return end < 0 ? log : log.slice(0, end)
}

const told: ReadonlySet<EventType> = new Set<EventType>([
  'iteration.started',
  'step.succeeded',
  'step.failed',
  'step.skipped',
  'step.uncertain',
  'check.completed',
  'verdict.reached',
  'compensation.started',
  'compensation.succeeded',
])

/** What the planner of the first plan read: nothing can have taken another time before it. */
function firstRead(log: readonly RunEvent[]): string | undefined {
  return log.find((event) => event.type === 'plan.proposed')?.data.plan.provenance.inputDigest
}

/** How the run goes, but for its times: whether a host answers is asked anew. */
function course(log: readonly RunEvent[]): unknown[] {
  const text = JSON.stringify(log.flatMap(telling))
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then')
    .replaceAll(/"(notBefore|until)":\d+/g, '"$1":0')
  return JSON.parse(text) as unknown[]
}

/** What an event tells of it: what is proposed, and what became of that. How much is left is each run’s own matter. */
function telling(event: RunEvent): unknown[] {
  switch (event.type) {
    case 'plan.proposed':
      return [event.data.plan.steps]
    case 'plan.rejected':
      return [event.data.reasons]
    case 'step.started': {
      const { budget: _, ...data } = event.data
      return [data]
    }
    default:
      return told.has(event.type) ? [{ type: event.type, data: event.data }] : []
  }
}
