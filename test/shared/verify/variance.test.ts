import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CheckOf } from '../../../shared/graph/nodes/check.ts'
import type { Json } from '../../../shared/json.ts'
import { runCheck } from '../../../shared/verify/runCheck.ts'
import '../../support/fastCheck.ts'

const variance = (
  expected: Json,
  actual: Json,
  tolerance: CheckOf<'variance'>['tolerance'] = {},
  over: Partial<CheckOf<'variance'>> = {},
) =>
  runCheck(
    { type: 'variance', id: 'v', onFail: 'bail', actual: 'actual', expected: 'expected', tolerance, ...over },
    { expected, actual, plan: { expected } },
    0,
  )

describe('variance', () => {
  it.for([
    [100, 105, { absolute: 5 }, 'pass'],
    [100, 105.1, { absolute: 5 }, 'fail'],
    [100, 90, { relative: 0.1 }, 'pass'],
    [100, 89.9, { relative: 0.1 }, 'fail'],
    [-100, -109, { relative: 0.1 }, 'pass'],
    [0, 0.5, { relative: 10 }, 'fail'],
    [0, 0.5, { relative: 10, absolute: 0.5 }, 'pass'],
    [1, 1, {}, 'pass'],
    [1, '1', { absolute: 10 }, 'fail'],
    [null, null, {}, 'pass'],
    ['a', 'a', {}, 'pass'],
    [{ n: [1, { m: 2 }] }, { n: [1.1, { m: 1.9 }] }, { absolute: 0.2 }, 'pass'],
    [{ n: 1 }, { n: 1, extra: 0 }, { absolute: 9 }, 'fail'],
    [{ n: 1, m: null }, { n: 1 }, {}, 'fail'],
    [[1, 2], [1, 2, 3], { absolute: 9 }, 'fail'],
    [[1], { 0: 1 }, {}, 'fail'],
  ] as [Json, Json, CheckOf<'variance'>['tolerance'], string][])(
    'of %o and %o within %o: %s',
    ([expected, actual, tolerance, result]) => {
      expect(variance(expected, actual, tolerance).result).toBe(result)
    },
  )

  it('lists each deviation with its place, and how far off it is', () => {
    const found = variance(
      { total: 100, 'a/b': ['x', 1] },
      { total: 130, 'a/b': ['y', 1], c: true },
      { absolute: 10 },
    )
    expect(found).toMatchObject({
      result: 'fail',
      severity: 1,
      message: 'Not as expected: /total, /a~1b/0, /c.',
      evidence: {
        deviations: [
          { pointer: '/total', expected: 100, actual: 130, difference: 30, allowed: 10 },
          { pointer: '/a~1b/0', expected: 'x', actual: 'y', difference: null },
          { pointer: '/c', expected: '(nothing there)', actual: true },
        ],
      },
    })
  })

  it('is the more severe the further off a number is', () => {
    const severity = (actual: number) => variance(100, actual, { absolute: 10 }).severity
    expect([severity(105), severity(120), severity(140), severity(1100)]).toEqual([0, 0.5, 0.75, 0.99])
  })

  it('compares with what the plan expects, and is inconclusive where that is nothing', () => {
    const own = {
      type: 'variance' as const,
      id: 'v',
      onFail: 'bail' as const,
      actual: 'actual',
      tolerance: {},
    }
    expect(runCheck(own, { actual: 1, plan: { expected: 1 } }, 0).result).toBe('pass')
    expect(runCheck(own, { actual: null, plan: { expected: null } }, 0).result).toBe('inconclusive')
    expect(runCheck(own, { actual: null, plan: null }, 0).result).toBe('inconclusive')
  })

  it('finds every value equal to itself, and no less severe a failure for a smaller tolerance', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(variance(value as Json, value as Json).result).toBe('pass')
      }),
    )
    const number = fc.double({ noNaN: true, min: -1e6, max: 1e6 })
    const bound = fc.double({ noNaN: true, min: 0, max: 1e3 })
    fc.assert(
      fc.property(number, number, bound, bound, (expected, actual, a, b) => {
        const [narrow, wide] = [Math.min(a, b), Math.max(a, b)].map((absolute) =>
          variance(expected, actual, { absolute }),
        )
        expect(narrow?.severity ?? 0).toBeGreaterThanOrEqual(wide?.severity ?? 0)
        expect(narrow?.severity ?? 0).toBeLessThanOrEqual(1)
      }),
    )
  })
})
