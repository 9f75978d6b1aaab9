import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../shared/audit/canonicalJson.ts'
import { verifyChain } from '../../../shared/audit/verifyChain.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { replay } from '../../../shared/engine/replay.ts'
import { initialState } from '../../../shared/engine/state.ts'
import { takeTurn } from '../../../shared/engine/takeTurn.ts'
import type { Json } from '../../../shared/json.ts'
import { anyProgram } from '../../support/arbitraries/anyProgram.ts'
import { accept } from '../../support/given.ts'
import { anAction, aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'
import '../../support/fastCheck.ts'

const start = { state: initialState, head: null, trace: 'b'.repeat(32) }
const transform = { uses: 'transform', value: '{{ input }}' } as const

/** Any program, in which every other action only computes. */
const program = anyProgram.map((made) => ({
  ...made,
  actions: Object.fromEntries(
    Object.entries(made.actions).map(([id, action], place) => [
      id,
      place % 2 === 0 ? { ...action, call: transform, limit: null, output: null } : action,
    ]),
  ),
}))

describe('a turn', () => {
  it('tells of each of its events once, in order, as it is written and folded', () => {
    let most = 0
    fc.assert(
      fc.property(program, fc.integer(), (made, seed) => {
        const seen: RunEvent[] = []
        const watch = (event: RunEvent) => seen.push(event)
        const turn = takeTurn({ ...start, program: made, watch }, accept({ n: 5 }, { seed }))
        if ('code' in turn) throw new Error(turn.message)
        expect(seen).toEqual(turn.events)
        expect(verifyChain(turn.events)).toMatchObject({ ok: true })
        expect(turn.texts).toEqual(
          turn.events.map(({ hash: _hash, ...hashed }) => canonicalJson(hashed as unknown as Json)),
        )
        // As it is read back, to the order of its keys.
        const read = turn.texts.map((text) => JSON.parse(text) as RunEvent)
        for (const [place, { data }] of read.entries())
          expect(JSON.stringify(turn.events[place]?.data)).toBe(JSON.stringify(data))
        expect(JSON.stringify(replay(read))).toBe(JSON.stringify(turn.state))
        most = Math.max(most, turn.events.filter(({ type }) => type === 'step.succeeded').length)
      }),
    )
    expect(most).toBeGreaterThan(1)
  })

  it('is told of nothing when the command is refused', () => {
    const seen: RunEvent[] = []
    const refused = takeTurn(
      { ...start, program: aProgram(), watch: (event) => seen.push(event) },
      { type: 'pause', at: 1, by: 'ann', reason: '' },
    )
    expect(refused).toHaveProperty('code')
    expect(seen).toEqual([])
  })

  it('ends after about as many events as it may have, and leaves what could go on for the next', () => {
    const steps = Array.from({ length: 50 }, (_, n) => aStep(`step${n}`))
    const computing = aProgram({
      strategy: stepsInAnyOrder(...steps),
      actions: { act: anAction({ call: transform }) },
    })
    const turn = takeTurn({ ...start, program: computing }, accept({ n: 1 }), 30)
    if ('code' in turn) throw new Error(turn.message)
    expect(turn.events.length).toBeGreaterThanOrEqual(30)
    expect(turn.events.length).toBeLessThan(60)
    expect(turn.owed.map(({ kind }) => kind)).toContain('action')
    const none = takeTurn({ ...start, program: computing }, accept({ n: 1 }), 0)
    expect('events' in none && none.events.some(({ type }) => type === 'step.succeeded')).toBe(false)
  })
})
