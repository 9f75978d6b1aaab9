import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTimeScale } from '../../../web/replay/timeScale.ts'

const moments = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 10_000_000 })), {
    minLength: 2,
    maxLength: 60,
  })
  .map((gaps) => {
    let at = 1_700_000_000_000
    return gaps.map((gap) => {
      at += gap
      return at
    })
  })

describe('the time scale', () => {
  it('goes from 0 to 1 and never back', () => {
    fc.assert(
      fc.property(moments, (times) => {
        const { place } = createTimeScale(times)
        const places = times.map(place)
        expect(places[0]).toBe(0)
        expect(places.at(-1)).toBe(times.at(-1) === times[0] ? 0 : 1)
        places.forEach((x, index) => {
          expect(x).toBeGreaterThanOrEqual((places[index - 1] ?? 0) - 1e-9)
          expect(x).toBeLessThanOrEqual(1)
        })
      }),
    )
  })

  it('compresses an idle hour and says how long it was', () => {
    const times = [0, 100, 200, 300, 3_600_300, 3_600_400, 3_600_500]
    const { breaks, place } = createTimeScale(times)
    expect(breaks.map(({ from, to, label }) => ({ from, to, label }))).toEqual([
      { from: 300, to: 3_600_300, label: '1 h' },
    ])
    expect(place(3_600_300) - place(300)).toBeLessThan(0.1)
    expect(place(300)).toBeGreaterThan(0.3)
  })

  it('leaves an hour of work as long as it was, and compresses an hour of waiting', () => {
    const hour = 3_600_000
    const moments = [0, 1_000, 1_000 + hour, 2_000 + hour, 2_000 + 2 * hour, 3_000 + 2 * hour]
    const work = [
      { startAt: 1_000, endAt: 1_000 + hour },
      { startAt: 2_000 + 2 * hour, endAt: 3_000 + 2 * hour },
    ]
    const { breaks, place } = createTimeScale(moments, work)
    expect(breaks.map(({ from, to }) => [from, to])).toEqual([[2_000 + hour, 2_000 + 2 * hour]])
    expect(place(1_000 + hour) - place(1_000)).toBeGreaterThan(0.8)
  })

  it('leaves a run alone whose gaps are all alike', () => {
    const times = Array.from({ length: 20 }, (_, index) => index * 1_000)
    expect(createTimeScale(times).breaks).toEqual([])
  })

  it('copes with no event and with one', () => {
    expect(createTimeScale([]).place(5)).toBe(1)
    expect(createTimeScale([7]).place(7)).toBe(0)
  })
})
