import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeHash, changesGenesis, stillHolds, verifyChanges } from '../../../shared/audit/verifyChanges.ts'
import type { Json } from '../../../shared/json.ts'

type Entry = { [key: string]: Json } & { seq: number; prev: string; hash: string }

function chained(details: readonly { detail: string; reason?: string }[]): Entry[] {
  const log: Entry[] = []
  for (const told of details) {
    const entry = { seq: log.length + 1, at: 0, by: 'ann', what: 'host.set', subject: 'crm', ...told }
    const linked = { ...entry, prev: log.at(-1)?.hash ?? changesGenesis }
    log.push({ ...linked, hash: changeHash(linked) })
  }
  return log
}

const logs = fc
  .array(
    fc.record(
      { detail: fc.string({ unit: 'grapheme' }), reason: fc.string({ unit: 'grapheme' }) },
      { requiredKeys: ['detail'] },
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map(chained)
const placed = logs.chain((log) => fc.tuple(fc.constant(log), fc.nat({ max: log.length - 1 })))

describe('a change log', () => {
  it('verifies as it was written', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const head = { seq: log.length, hash: log.at(-1)?.hash }
        expect(verifyChanges(log)).toEqual({ ok: true, count: log.length, head })
      }),
    )
  })

  it('does not when a word of an entry was changed', () => {
    fc.assert(
      fc.property(
        placed,
        fc.constantFrom('by', 'what', 'subject', 'detail', 'reason', 'from'),
        ([log, at], member) => {
          const forged = log.map((entry, place) =>
            place === at ? { ...entry, [member]: 'something else' } : entry,
          )
          fc.pre(log[at]?.[member] !== 'something else')
          expect(verifyChanges(forged)).toMatchObject({ ok: false, seq: at + 1 })
        },
      ),
    )
  })

  it('does not when an entry was taken out before the last', () => {
    fc.assert(
      fc.property(placed, ([log, at]) => {
        fc.pre(at < log.length - 1)
        expect(verifyChanges(log.toSpliced(at, 1))).toMatchObject({ ok: false, seq: at + 1 })
      }),
    )
  })

  it('shows a tail that was cut, or a log that was written anew, beside a head kept elsewhere', () => {
    fc.assert(
      fc.property(placed, ([log, at]) => {
        const [kept, cut] = [log.at(-1), log.slice(0, at)]
        if (!kept) throw new Error('A log has an entry')
        expect(stillHolds([...log, ...chained([{ detail: 'later' }])], kept)).toBe(true)
        expect(verifyChanges(cut).ok).toBe(true)
        expect(stillHolds(cut, kept)).toBe(false)
        const anew = chained(log.map(() => ({ detail: 'all of it is made up' })))
        expect(stillHolds(anew, kept)).toBe(log.every(({ detail }) => detail === 'all of it is made up'))
      }),
    )
  })

  it('takes anything', () => {
    fc.assert(fc.property(fc.array(fc.anything()), (log) => typeof verifyChanges(log).ok === 'boolean'))
  })
})
