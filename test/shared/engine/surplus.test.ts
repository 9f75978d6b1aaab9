import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command } from '../../../shared/engine/command.ts'
import { decide } from '../../../shared/engine/decide.ts'
import { apply } from '../../../shared/engine/evolve.ts'
import { pending } from '../../../shared/engine/pending.ts'
import type { RunState } from '../../../shared/engine/state.ts'
import { arbitraryProgram, everything } from '../../support/arbitraries/program.ts'
import { type Drive, driveToEnd, give, startDrive } from '../../support/drive.ts'
import { accept, startAt } from '../../support/given.ts'
import '../../support/fastCheck.ts'

const world = fc.record({ seed: fc.integer(), granting: fc.constantFrom(0, 0.5, 1) })

/** What a host tells and a sender posts: each may come again, late, and in any order. */
const told = new Set<Command['type']>([
  'settle-step',
  'settle-compensation',
  'settle-probe',
  'settle-plan',
  'settle-reach',
  'signal',
  'admit',
  'confirm-lease-release',
])

describe('whatever a host or a sender tells twice', () => {
  it('changes nothing the second time, wherever in a random run it comes again', () => {
    fc.assert(
      fc.property(arbitraryProgram(), world, fc.nat(), fc.nat(), (program, of, which, where) => {
        const drive = driveToEnd(queuedDrive(program), of)
        const places = drive.turns.flatMap(({ command }, place) => (told.has(command.type) ? [place] : []))
        const place = places[which % Math.max(1, places.length)]
        if (place === undefined) return
        const { command } = drive.turns[place] ?? { command: accept() }
        const later = drive.turns[place + (where % (drive.turns.length - place))]?.state ?? drive.state
        // At that very moment, so that nothing else is due.
        const at = later.status === 'new' ? startAt : later.at
        const again = decide(program, later, { ...command, at })
        if (!again.ok) return
        expect(again.events.map(({ type }) => type)).toEqual(['step.late'])
        expect(
          gist(
            program,
            again.events.reduce((state, event) => apply(state, event, at), later),
          ),
        ).toEqual(gist(program, later))
      }),
    )
  })

  it('changes nothing when it tells of what was never asked', () => {
    fc.assert(
      fc.property(arbitraryProgram(), arbitraryProgram(), world, fc.nat(), (program, other, of, which) => {
        const drive = driveToEnd(queuedDrive(program), of)
        const strange = driveToEnd(queuedDrive(other), { ...of, seed: of.seed + 1 }).turns.filter(
          ({ command }) => command.type.startsWith('settle-') && command.type !== 'settle-step',
        )
        const { command } = strange[which % Math.max(1, strange.length)] ?? {}
        if (!command) return
        const decision = decide(program, drive.state, { ...command, at: drive.at })
        expect(decision.ok ? decision.events.map(({ type }) => type) : 'refused').toSatisfy(
          (found: unknown) => found === 'refused' || String(found) === 'step.late',
        )
      }),
    )
  })
})

describe('events that are posted in another order, late or twice', () => {
  it('are each recorded once, and the run still ends, whatever becomes of it', () => {
    const posted = fc.array(
      fc.record({
        after: fc.nat({ max: 60 }),
        id: fc.constantFrom('a', 'b', 'c', 'd'),
        data: fc.integer({ min: 0, max: 5 }),
      }),
      { maxLength: 8 },
    )
    const waiting = { ...everything, policies: false, approvals: false }
    fc.assert(
      fc.property(arbitraryProgram(waiting), world, posted, (program, of, signals) => {
        let drive = startDrive(program)
        for (const { after, id, data } of signals) {
          const at = Math.max(drive.at, startAt + after * 100)
          drive = give(drive, { type: 'signal', at, id, name: 'go', data, by: 'world' })
        }
        const ended = driveToEnd(drive, of)
        const ids = ended.log.flatMap((event) => (event.type === 'signal.received' ? [event.data.id] : []))
        expect(new Set(ids).size).toBe(ids.length)
        expect(ended.state.status).toBe('ended')
      }),
    )
  })
})

function queuedDrive(program: Drive['program']): Drive {
  const start = { ...accept({ n: 5 }), queued: true } as Command
  const drive = give({ ...startDrive(program), log: [], state: { status: 'new' }, turns: [] }, start)
  return give(drive, { type: 'admit', at: startAt + 1 })
}

/** What must not depend on a surplus result: everything but the record of it, and that a child has ended. */
function gist(program: Drive['program'], state: RunState): unknown {
  const owed = pending(program, state).filter(({ kind }) => kind !== 'cancel-child')
  return JSON.stringify([{ ...state, at: 0, late: [], children: [] }, owed])
}
