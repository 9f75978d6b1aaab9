import { describe, expect, it } from 'vitest'
import { axisEnd, linePaths, ticksOf } from '../../../web/operations/chartScale.ts'

describe('the axis of a chart', () => {
  it('ends at a number that is easily read, never below what it shows', () => {
    expect([0, 1, 3, 7, 11, 95].map((most) => axisEnd(most, 'count'))).toEqual([2, 2, 4, 8, 20, 100])
    expect([0, 3, 700, 61_000, 5_000_000].map((most) => axisEnd(most, 'ms'))).toEqual([
      2, 4, 1000, 120_000, 7_200_000,
    ])
    expect([0.2, 1].map((most) => axisEnd(most, 'share'))).toEqual([1, 1])
    expect([0, 0.013, 0.3].map((most) => axisEnd(most, 'usd'))).toEqual([1, 0.02, 0.4])
  })

  it('names some of its columns, evenly apart', () => {
    expect(ticksOf(24, 6)).toEqual([0, 4, 8, 12, 16, 20])
    expect(ticksOf(3, 6)).toEqual([0, 1, 2])
    expect(ticksOf(0, 6)).toEqual([])
  })
})

describe('a line', () => {
  it('breaks where there is nothing, and what stands alone is a dot', () => {
    expect(linePaths([1, 2, null, 4], 4)).toEqual({ lines: 'M12.5 75L37.5 50', dots: 'M87.5 0h0' })
    expect(linePaths([null, null], 4)).toEqual({ lines: '', dots: '' })
  })
})
