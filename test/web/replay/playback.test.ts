import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evolve } from '../../../shared/engine/evolve.ts'
import { replay } from '../../../shared/engine/replay.ts'
import { initialState } from '../../../shared/engine/state.ts'
import { createPlayback } from '../../../web/replay/playback.ts'
import { aRunLog, program } from './aRunLog.ts'

const log = aRunLog({ iterations: 6, steps: 40 })

/** The states by the simplest possible fold: one event after the other from the beginning. */
const states = log.reduce((all, event) => [...all, evolve(all.at(-1) ?? initialState, event)], [initialState])

describe('folding to a place in the log', () => {
  const move = fc.oneof(
    fc.record({ kind: fc.constant('seek' as const), to: fc.integer({ min: -10, max: log.length + 10 }) }),
    fc.record({ kind: fc.constant('step' as const), by: fc.constantFrom(1 as const, -1 as const) }),
    fc.record({ kind: fc.constant('iteration' as const), by: fc.constantFrom(1 as const, -1 as const) }),
    fc.record({
      kind: fc.constant('jump' as const),
      target: fc.constantFrom(
        'failure' as const,
        'approval' as const,
        'replan' as const,
        'rollback' as const,
      ),
      by: fc.constantFrom(1 as const, -1 as const),
    }),
    fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 0, max: 300 }) }),
    fc.record({ kind: fc.constant('follow' as const) }),
  )

  it('gives the state of folding from zero, whatever was done before', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        const playback = createPlayback({ program })
        for (const each of moves) {
          const state = playback.getState()
          if (each.kind === 'seek') state.seek(each.to)
          else if (each.kind === 'step') state.step(each.by)
          else if (each.kind === 'iteration') state.stepIteration(each.by)
          else if (each.kind === 'jump') state.jump(each.target, each.by)
          else if (each.kind === 'follow') state.follow()
          else state.append(log.slice(state.events.length, state.events.length + each.count))
          const { cursor, events, stateAt } = playback.getState()
          expect(cursor).toBeGreaterThanOrEqual(0)
          expect(cursor).toBeLessThanOrEqual(events.length)
          expect(stateAt(cursor)).toEqual(states[cursor])
        }
      }),
      { numRuns: 60 },
    )
  })

  it('gives the very same object for the same place, so that nothing is drawn anew', () => {
    const { stateAt } = createPlayback({ program, events: log }).getState()
    expect(stateAt(123)).toBe(stateAt(123))
  })
})

describe('taking events in', () => {
  it('passes over what is there already, as a stream that reconnects sends it again', () => {
    const playback = createPlayback({ program, events: log.slice(0, 10) })
    expect(playback.getState().append(log.slice(4, 12))).toBe(true)
    expect(playback.getState().events).toEqual(log.slice(0, 12))
  })

  it('refuses a gap and keeps what it had', () => {
    const playback = createPlayback({ program, events: log.slice(0, 10) })
    expect(playback.getState().append(log.slice(11, 14))).toBe(false)
    expect(playback.getState().events).toHaveLength(10)
  })

  it('stays where one looks, and sticks to the end only while following', () => {
    const playback = createPlayback({ program, events: log.slice(0, 10) })
    playback.getState().seek(4)
    playback.getState().append(log.slice(10, 20))
    expect(playback.getState().cursor).toBe(4)
    playback.getState().follow()
    playback.getState().append(log.slice(20, 30))
    expect(playback.getState().cursor).toBe(30)
    playback.getState().step(-1)
    playback.getState().append(log.slice(30, 40))
    expect(playback.getState()).toMatchObject({ cursor: 29, following: false })
  })
})

describe('moving', () => {
  const starts = log.filter((event) => event.type === 'iteration.started').map((event) => event.seq)

  it('goes from iteration to iteration and stops at the ends', () => {
    const { getState } = createPlayback({ program, events: log })
    const seen = starts.map(() => {
      getState().stepIteration(1)
      return getState().cursor
    })
    expect(seen).toEqual(starts)
    getState().stepIteration(1)
    expect(getState().cursor).toBe(log.length)
    getState().stepIteration(-1)
    expect(getState().cursor).toBe(starts.at(-1))
  })

  it('jumps to each replan and stays put after the last', () => {
    const { getState } = createPlayback({ program, events: log })
    const replans = log
      .filter((event) => event.type === 'verdict.reached' && event.data.verdict === 'replan')
      .map((event) => event.seq)
    for (const seq of replans) {
      getState().jump('replan', 1)
      expect(getState().cursor).toBe(seq)
    }
    getState().jump('replan', 1)
    expect(getState().cursor).toBe(replans.at(-1))
  })

  it('jumps to failures, failed checks included', () => {
    const failing = aRunLog({ iterations: 2, steps: 1, failsIn: 1 })
    const { getState } = createPlayback({ program, events: failing })
    getState().jump('failure', 1)
    expect(failing[getState().cursor - 1]?.type).toBe('step.failed')
    getState().jump('failure', 1)
    expect(failing[getState().cursor - 1]?.type).toBe('check.completed')
  })

  it('plays from the beginning again once it is at the end', () => {
    const { getState } = createPlayback({ program, events: log })
    getState().seek(log.length)
    getState().play()
    expect(getState()).toMatchObject({ cursor: 0, playing: true })
  })
})

describe('a log of 10,000 events', () => {
  const long = aRunLog({ iterations: 50, steps: 97 })

  it('is scrubbed through without folding it anew each time', () => {
    expect(long.length).toBeGreaterThan(9_900)
    const { stateAt } = createPlayback({ program, events: long }).getState()
    stateAt(long.length)
    const known = stateAt(9_800)
    stateAt(1)
    // The very same state: it was remembered, and not made again.
    expect(stateAt(9_800)).toBe(known)
    expect(stateAt(9_850)).toEqual(replay(long.slice(0, 9_850)))
  })
})
