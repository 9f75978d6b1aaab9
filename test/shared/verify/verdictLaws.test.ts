import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CheckAnswer } from '../../../shared/engine/checkEvents.ts'
import type { CheckResult } from '../../../shared/engine/state.ts'
import { concludeVerdict, type RiskBounds } from '../../../shared/verify/concludeVerdict.ts'
import { riskScore } from '../../../shared/verify/riskScore.ts'
import { countVotes } from '../../../shared/verify/votes.ts'
import { consequence } from '../../support/arbitraries/checks.ts'
import '../../support/fastCheck.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })
const result = fc.constantFrom<CheckResult['result'][]>('pass', 'fail', 'inconclusive', 'skipped')

const check: fc.Arbitrary<CheckResult> = fc
  .record({ result, consequence, weight: fc.constantFrom(0, 0.5, 1, 1000), severity: fc.option(share) })
  .map(({ severity, ...made }) => ({
    ...made,
    check: 'c',
    message: '',
    evidence: null,
    weight: made.result === 'skipped' ? 0 : made.weight,
    ...(severity === null ? {} : { severity }),
  }))
const checks = fc.array(check, { maxLength: 8 })
const bounds: fc.Arbitrary<RiskBounds> = fc.record({
  escalateAtRisk: fc.option(share),
  bailAtRisk: fc.option(share, { nil: undefined }),
})

describe('the risk', () => {
  it('is between 0 and 1, and not a number never', () => {
    fc.assert(
      fc.property(checks, (made) => {
        const risk = riskScore(made)
        expect(risk).toBeGreaterThanOrEqual(0)
        expect(risk).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('never falls when a check turns out worse', () => {
    const worse = fc.constantFrom<[CheckResult['result'], CheckResult['result']][]>(
      ['pass', 'inconclusive'],
      ['pass', 'fail'],
      ['fail', 'fail'],
    )
    fc.assert(
      fc.property(checks, check, worse, share, share, (others, one, [before, after], a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        const first = riskScore([...others, { ...one, weight: 1, result: before, severity: low }])
        const then = riskScore([...others, { ...one, weight: 1, result: after, severity: high }])
        expect(then).toBeGreaterThanOrEqual(first - 1e-12)
      }),
    )
  })

  it('is what its formula says', () => {
    const made = [
      { result: 'pass', weight: 2 },
      { result: 'fail', weight: 1 },
      { result: 'fail', weight: 2, severity: 0.25 },
      { result: 'inconclusive', weight: 1 },
      { result: 'skipped', weight: 100 },
    ] as const
    expect(riskScore(made)).toBeCloseTo((1 + 2 * 0.25 + 0.5) / 6, 12)
  })

  it('does not depend on what was left out', () => {
    fc.assert(
      fc.property(checks, (made) => {
        expect(riskScore(made)).toBe(riskScore(made.filter(({ result: each }) => each !== 'skipped')))
      }),
    )
  })
})

describe('the verdict', () => {
  const rank = { pass: 0, replan: 1, escalate: 2, rollback: 3, bail: 4 } as const

  it('is one, and no less than any check that did not hold asks for', () => {
    fc.assert(
      fc.property(checks, bounds, (made, at) => {
        const { verdict } = concludeVerdict(made, at)
        const asked = made
          .filter(({ result: each }) => each === 'fail' || each === 'inconclusive')
          .map(({ consequence: each }) => (each === 'flag' ? 0 : rank[each]))
        expect(rank[verdict]).toBeGreaterThanOrEqual(Math.max(0, ...asked))
      }),
    )
  })

  it('never takes what could not be looked at for success', () => {
    fc.assert(
      fc.property(checks, bounds, (made, at) => {
        const passes = concludeVerdict(made, at).verdict === 'pass'
        const unclear = made.filter(({ result: each }) => each === 'inconclusive')
        const isKnown = made.some(({ result: each }) => each === 'pass' || each === 'fail')
        const areFlags = unclear.every(({ consequence: each }) => each === 'flag')
        expect(!passes || areFlags).toBe(true)
        expect(!passes || unclear.length === 0 || isKnown).toBe(true)
      }),
    )
  })

  it('does not depend on the order of the checks', () => {
    fc.assert(
      fc.property(checks, bounds, (made, at) => {
        const { verdict } = concludeVerdict(made, at)
        expect(concludeVerdict(made.toReversed(), at).verdict).toBe(verdict)
      }),
    )
  })

  it('grows with the risk, never shrinks', () => {
    fc.assert(
      fc.property(share, share, (escalateAtRisk, bailAtRisk) => {
        const at = { escalateAtRisk, bailAtRisk }
        const ranks = [0, 0.25, 0.5, 0.75, 1].map((severity) => {
          const one = { check: 'c', result: 'fail', consequence: 'flag', weight: 1, severity } as const
          return rank[concludeVerdict([{ ...one, message: '', evidence: null }], at).verdict]
        })
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
      }),
    )
  })
})

describe('votes', () => {
  const told = (said: 'pass' | 'fail' | 'inconclusive' | 'none'): CheckAnswer =>
    said === 'none'
      ? {
          ok: false,
          error: { class: 'timeout', message: 'No answer', retryable: true, mayHaveHappened: true },
          retryAt: null,
        }
      : { ok: true, result: said, severity: said === 'fail' ? 1 : 0, message: said, by: null, evidence: null }
  const said = fc.constantFrom('pass' as const, 'fail' as const, 'inconclusive' as const, 'none' as const)
  const votes = fc
    .integer({ min: 1, max: 9 })
    .chain((of) => fc.record({ of: fc.constant(of), need: fc.integer({ min: 1, max: of }) }))

  it('are settled by the last one at the latest, hold with no fewer than are needed, and stop as soon as they can', () => {
    fc.assert(
      fc.property(votes, fc.array(said, { minLength: 9, maxLength: 9 }), ({ of, need }, all) => {
        let asked = 0
        let counted = countVotes({ of, need }, [])
        while (counted.is === 'open') {
          asked += 1
          counted = countVotes({ of, need }, all.slice(0, asked).map(told))
        }
        expect(asked).toBeLessThanOrEqual(of)
        const given = all.slice(0, asked)
        const holds = given.filter((each) => each === 'pass').length
        const fails = given.filter((each) => each === 'fail').length
        expect(counted.result === 'pass').toBe(holds >= need)
        expect(holds).toBeLessThanOrEqual(need)
        expect(counted.result !== 'fail' || fails > of - need).toBe(true)
        // The answers that were not asked for could not have changed it, however they had come out.
        expect(counted.result === 'pass' || holds + of - asked < need).toBe(true)
        // And the one before the last could have.
        expect(countVotes({ of, need }, given.slice(0, -1).map(told)).is).toBe('open')
      }),
    )
  })
})
