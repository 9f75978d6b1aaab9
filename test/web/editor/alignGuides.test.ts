import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignGuides, boxLines, cardLines } from '../../../web/editor/model/alignGuides.ts'

const box = (x: number, y: number) => ({ x, y, width: 240, height: 80 })

describe('what is dragged near the line of another thing', () => {
  it('is pulled onto it, and the line reaches from one to the other', () => {
    const { dx, dy, guides } = alignGuides(cardLines(box(4, 300)), [cardLines(box(0, 0))], 6)
    expect([dx, dy]).toEqual([-4, 0])
    expect(guides.map(({ axis, at }) => [axis, at])).toEqual([
      ['x', 0],
      ['x', 120],
      ['x', 240],
    ])
    expect(guides[0]).toEqual({ axis: 'x', at: 0, from: 0, to: 380 })
  })

  it('lines up by the ports of cards of different heights, so that a wire between them is straight', () => {
    const verifier = cardLines({ ...box(500, 0), height: 152 })
    const { dy, guides } = alignGuides(cardLines(box(0, 3)), [verifier], 6)
    expect(dy).toBe(-3)
    expect(guides.map(({ at }) => at)).toEqual([0, 40])
  })

  it('stays where it is when nothing is near', () => {
    expect(alignGuides(boxLines(box(37, 317)), [cardLines(box(0, 0))], 6)).toEqual({
      dx: 0,
      dy: 0,
      guides: [],
    })
  })

  it('is never shifted further than the reach, and stands on each line that is shown', () => {
    const place = fc.record({
      x: fc.integer({ min: -500, max: 500 }),
      y: fc.integer({ min: -500, max: 500 }),
    })
    fc.assert(
      fc.property(
        place,
        fc.array(place, { maxLength: 8 }),
        fc.integer({ min: 0, max: 20 }),
        (at, others, reach) => {
          const moving = cardLines(box(at.x, at.y))
          const theirs = others.map(({ x, y }) => cardLines(box(x, y)))
          const { dx, dy, guides } = alignGuides(moving, theirs, reach)
          expect(Math.max(Math.abs(dx), Math.abs(dy))).toBeLessThanOrEqual(reach)
          for (const { axis, at: line, from, to } of guides) {
            const own =
              axis === 'x' ? moving.xs.map((x) => (x ?? NaN) + dx) : moving.ys.map((y) => (y ?? NaN) + dy)
            const [low, high] = axis === 'x' ? [at.y + dy, at.y + dy + 80] : [at.x + dx, at.x + dx + 240]
            expect(own).toContain(line)
            expect(from).toBeLessThanOrEqual(low ?? 0)
            expect(to).toBeGreaterThanOrEqual(high ?? 0)
            expect(theirs.some((each) => (axis === 'x' ? each.xs : each.ys).includes(line))).toBe(true)
          }
        },
      ),
    )
  })
})
