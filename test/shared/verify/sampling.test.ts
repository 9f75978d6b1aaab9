import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draw, effectiveRate, isSampled } from '../../../shared/verify/sampling.ts'
import { accept, after, eventsOf, perform, settle, success } from '../../support/given.ts'
import { aProgram, aVerifier } from '../../support/programs.ts'
import '../../support/fastCheck.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })
const nothing = { riskSoFar: 0, lastRisk: 0, recentFailures: 0 }

describe('the rate of sampling', () => {
  it('is the stated one when nothing speaks against the run, and all at the most', () => {
    expect(effectiveRate(0.2, nothing)).toBe(0.2)
    expect(effectiveRate(0.2, { ...nothing, lastRisk: 0.5 })).toBeCloseTo(0.6)
    expect(effectiveRate(0, { ...nothing, recentFailures: 1 })).toBe(1)
  })

  it('is a share, and never falls when one of its reasons grows', () => {
    fc.assert(
      fc.property(share, share, share, share, share, (rate, a, b, c, more) => {
        const before = effectiveRate(rate, { riskSoFar: a, lastRisk: b, recentFailures: c })
        for (const reason of ['riskSoFar', 'lastRisk', 'recentFailures'] as const) {
          const reasons = { riskSoFar: a, lastRisk: b, recentFailures: c }
          const grown = { ...reasons, [reason]: Math.max(reasons[reason], more) }
          expect(effectiveRate(rate, grown)).toBeGreaterThanOrEqual(before)
        }
        expect(before).toBeGreaterThanOrEqual(rate)
        expect(before).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('what is drawn', () => {
  const runs = 20_000
  const check = { type: 'rule', id: 'r', expr: 'true', onFail: 'bail', sample: { rate: 0.2 } } as const
  const made = (reasons: typeof nothing) =>
    Array.from({ length: runs }, (_, seed) =>
      isSampled(check, { seed, verifier: 'v', iteration: 1 }, () => reasons),
    ).filter((sampled) => sampled.made).length

  /** Five standard deviations of a binomial: by chance alone it is further off once in some two million times. */
  const near = (rate: number) => 5 * Math.sqrt(runs * rate * (1 - rate))

  it.for([
    [nothing, 0.2],
    [{ ...nothing, riskSoFar: 0.5 }, 0.6],
    [{ ...nothing, recentFailures: 0.9 }, 0.92],
  ] as const)('given %o makes %d of all', ([reasons, rate]) => {
    expect(Math.abs(made(reasons) - rate * runs)).toBeLessThan(near(rate))
  })

  it('makes every check again that less risk would have made', () => {
    fc.assert(
      fc.property(fc.integer(), share, share, (seed, a, b) => {
        const at = { seed, verifier: 'v', iteration: 1 }
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((lastRisk) =>
          isSampled(check, at, () => ({ ...nothing, lastRisk })),
        )
        expect(less?.made !== true || more?.made).toBe(true)
      }),
    )
  })

  it('is the same for the same run, and another for another check or iteration', () => {
    expect(draw(7, 'v', 'a', 1)).toBe(draw(7, 'v', 'a', 1))
    const drawn = new Set([
      draw(7, 'v', 'a', 1),
      draw(7, 'v', 'b', 1),
      draw(7, 'v', 'a', 2),
      draw(8, 'v', 'a', 1),
    ])
    expect(drawn.size).toBe(4)
  })
})

describe('a run', () => {
  const rule = { type: 'rule' as const, onFail: 'flag' as const, weight: 1 }
  const program = aProgram({
    verifiers: {
      verify: aVerifier({
        checks: [
          { ...rule, id: 'always', expr: 'input.n < 3' },
          { ...rule, id: 'seldom', expr: 'true', weight: 4, sample: { rate: 0 } },
        ],
      }),
    },
  })
  const judged = (n: number, over: Parameters<typeof accept>[1] = {}) =>
    perform(after(program, accept({ n }, over)), settle('first', success()))

  it('leaves a check out, says so, and does not count it', () => {
    const situation = judged(1)
    expect(eventsOf(situation, 'check.completed')[1]).toMatchObject({
      check: 'seldom',
      result: 'skipped',
      weight: 0,
      consequence: 'flag',
      evidence: { sample: { rate: 0, effectiveRate: 0 } },
    })
    expect(eventsOf(situation, 'verdict.reached')).toMatchObject([{ verdict: 'pass', risk: 0 }])
  })

  it('makes it where a check before it failed, or the loop failed lately', () => {
    expect(eventsOf(judged(5), 'check.completed')[1]).toMatchObject({ check: 'seldom', result: 'pass' })
    const lately = judged(1, { recentFailures: 1 })
    expect(eventsOf(lately, 'check.completed')[1]).toMatchObject({ check: 'seldom', result: 'pass' })
  })

  it('keeps what failed lately only where checks are sampled', () => {
    expect(eventsOf(judged(1, { recentFailures: 0.4 }), 'run.accepted')).toMatchObject([
      { recentFailures: 0.4 },
    ])
    expect(eventsOf(judged(1, { recentFailures: 7 }), 'run.accepted')).toMatchObject([{ recentFailures: 1 }])
    const plain = after(aProgram(), accept({}, { recentFailures: 0.4 }))
    expect(eventsOf(plain, 'run.accepted')[0]).not.toHaveProperty('recentFailures')
  })
})
