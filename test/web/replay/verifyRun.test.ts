import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { verifyOffThread } from '../../../web/replay/verifyOffThread.ts'
import { verifyRun } from '../../../web/replay/verifyRun.ts'
import { aRunLog, program } from './aRunLog.ts'

const log = aRunLog({ iterations: 3, steps: 4 })

describe('verifying a run in the browser', () => {
  it('recomputes every hash and the version of the program', () => {
    const result = verifyRun(log, program)
    expect(result.chain).toEqual({
      ok: true,
      count: log.length,
      head: { seq: log.length, hash: log.at(-1)?.hash },
    })
    expect(result).toMatchObject({
      programMatches: true,
      programDigest: program.version,
      logSays: program.version,
    })
  })

  it('finds an event that was changed, removed or swapped, and says where', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: log.length - 2 }),
        fc.constantFrom('change', 'remove', 'swap'),
        (index, how) => {
          const forged = forge(log, index, how)
          expect(verifyRun(forged, program).chain).toMatchObject({ ok: false, seq: index + 1 })
        },
      ),
    )
  })

  it('finds a program whose content was changed under its old version', () => {
    const forged = { ...program, title: 'Another' }
    expect(verifyRun(log, forged)).toMatchObject({ programMatches: false, programSays: program.version })
  })

  it('finds a program that is sound but not the one that ran', () => {
    const other = aRunLog({ iterations: 1, steps: 1 })
    const first = other[0]
    if (first?.type !== 'run.accepted') throw new Error('A log begins with run.accepted')
    const altered: RunEvent[] = [
      { ...first, data: { ...first.data, program: `sha256:${'0'.repeat(64)}` } },
      ...other.slice(1),
    ]
    expect(verifyRun(altered, program).programMatches).toBe(false)
  })

  it('can’t tie a program that it does not have', () => {
    expect(verifyRun(log, null)).toMatchObject({ programMatches: false, programDigest: null })
  })
})

function forge(events: readonly RunEvent[], index: number, how: string): RunEvent[] {
  const before = events.slice(0, index)
  const [one, other, ...rest] = events.slice(index)
  if (!one || !other) return [...events]
  if (how === 'remove') return [...before, other, ...rest]
  if (how === 'swap') return [...before, other, one, ...rest]
  return [...before, { ...one, at: one.at + 1 }, other, ...rest]
}

describe('a large log', () => {
  it('is verified also where no worker can be loaded, as without a server', async () => {
    class Unreachable extends EventTarget {
      postMessage() {
        this.dispatchEvent(new Event('error'))
      }
      terminate() {}
    }
    vi.stubGlobal('Worker', Unreachable)
    const events = aRunLog({ iterations: 30, steps: 5 })
    expect(events.length).toBeGreaterThan(300)
    expect((await verifyOffThread(events, program)).chain).toMatchObject({ ok: true })
    vi.unstubAllGlobals()
  })
})
