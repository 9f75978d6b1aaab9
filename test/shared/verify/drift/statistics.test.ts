import fc from 'fast-check'
import jStat from 'jstat'
import { describe, expect, it } from 'vitest'
import { chiSquare } from '../../../../shared/verify/drift/chiSquare.ts'
import { chiSquareTail, kolmogorovTail } from '../../../../shared/verify/drift/distributions.ts'
import { ksTwoSample } from '../../../../shared/verify/drift/ksTwoSample.ts'
import { psi } from '../../../../shared/verify/drift/psi.ts'
import { numbersFrom } from '../../../support/drawNumbers.ts'

const counts = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 2, maxLength: 12 })
const pairs = counts.chain((a) =>
  fc.tuple(
    fc.constant(a),
    fc.array(fc.integer({ min: 0, max: 500 }), { minLength: a.length, maxLength: a.length }),
  ),
)
const samples = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 60 })

describe('the tail of the chi-square distribution', () => {
  it('is that of jStat', () =>
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 300, noNaN: true }),
        fc.integer({ min: 1, max: 200 }),
        (x, df) => {
          expect(chiSquareTail(x, df)).toBeCloseTo(1 - jStat.chisquare.cdf(x, df), 9)
        },
      ),
    ))

  it.for([
    [0.5, 1, 0.47950012218695337],
    [3.841, 1, 0.050013683763956804],
    [10, 3, 0.01856613546304325],
    [50, 30, 0.01240206071890054],
    [200, 100, 1.1784500720979781e-8],
    [120, 10, 5.060046065842555e-21],
  ] as const)('is that of SciPy 1.17.1 (stats.chi2.sf), also far out: %f, %i', ([x, df, tail]) =>
    expect(chiSquareTail(x, df) / tail).toBeCloseTo(1, 8),
  )
})

describe('the tail of Kolmogorov’s distribution', () => {
  it.for([
    [0.3, 0.9999906941986655],
    [0.8, 0.5441424115741981],
    [1.1, 0.1777181926064012],
    [1.2, 0.11224966667072497],
    [2, 0.0006709252557796953],
    [3, 3.045995948942526e-8],
  ] as const)('is that of SciPy 1.17.1 (stats.kstwobign.sf): %f', ([lambda, tail]) =>
    expect(kolmogorovTail(lambda) / tail).toBeCloseTo(1, 8),
  )

  it('has the critical values that Smirnov (1948) gives', () => {
    const tails = [1.22, 1.36, 1.63].map((lambda) => Math.round(kolmogorovTail(lambda) * 100) / 100)
    expect(tails).toEqual([0.1, 0.05, 0.01])
  })
})

describe('the chi-square test', () => {
  it('finds what Agresti finds of party and gender (Categorical Data Analysis, 2007, page 39)', () => {
    const { statistic, df, pValue } = chiSquare([762, 327, 468], [484, 239, 477])
    expect({ statistic: statistic.toFixed(2), df }).toEqual({ statistic: '30.07', df: 2 })
    expect(pValue / 2.9535891832117595e-7).toBeCloseTo(1, 8)
  })

  it.for([
    [[30, 14, 34, 45, 57, 20], [14, 9, 27, 35, 28, 10], 4.060593734695408, 5, 0.5407253627321138],
    [[10, 20, 30], [12, 18, 33], 0.35698011261921103, 2, 0.8365323750549782],
    [[120, 90, 40], [110, 95, 45], 0.8640353908896108, 2, 0.6491978887380976],
  ] as const)('agrees with SciPy 1.17.1 (stats.chi2_contingency): %o', ([a, b, statistic, df, pValue]) => {
    const found = chiSquare(a, b)
    expect(found.df).toBe(df)
    expect(found.statistic).toBeCloseTo(statistic, 10)
    expect(found.pValue).toBeCloseTo(pValue, 10)
  })

  it('does not depend on which sample is which, nor on empty bins', () =>
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        expect(chiSquare(b, a).statistic).toBeCloseTo(chiSquare(a, b).statistic, 8)
        expect(chiSquare([0, ...a, 0], [0, ...b, 0])).toEqual(chiSquare(a, b))
      }),
    ))
})

describe('the two-sample Kolmogorov-Smirnov test', () => {
  it('finds the distance that is published for Kirkman’s data sets (Statistics to Use, 1996)', () => {
    const control = [
      1.26, 0.34, 0.7, 1.75, 50.57, 1.55, 0.08, 0.42, 0.5, 3.2, 0.15, 0.49, 0.95, 0.24, 1.37, 0.17, 6.98, 0.1,
      0.94, 0.38,
    ]
    const treatment = [
      2.37, 2.16, 14.82, 1.73, 41.04, 0.23, 1.32, 2.91, 39.41, 0.11, 27.44, 4.51, 0.51, 4.5, 0.18, 14.68,
      4.66, 1.3, 2.06, 1.19,
    ]
    expect(ksTwoSample(control, treatment).statistic).toBeCloseTo(0.45, 12)
  })

  // The correction for small samples (Stephens) lies within 0.005 of the exact distribution where a test decides, within 0.02 elsewhere.
  it.for([
    [50, 40, 0, 1, 2, 0.13, 0.802577221629128],
    [200, 150, 0.1, 3, 4, 0.12666666666666668, 0.11865872267078206],
    [1000, 200, 0.05, 5, 6, 0.093, 0.10730809041433761],
    [30, 30, 0.4, 7, 8, 0.5333333333333333, 0.0002933405491362055],
    [1000, 1000, 0.02, 9, 10, 0.042, 0.34112475112661245],
  ] as const)(
    'agrees with SciPy 1.17.1 (stats.ks_2samp, exact): %i, %i',
    ([n, m, shift, seedA, seedB, d, p]) => {
      const a = numbersFrom(seedA, n)
      const b = numbersFrom(seedB, m).map((value) => value + shift)
      const { statistic, pValue } = ksTwoSample(a, b)
      expect(statistic).toBeCloseTo(d, 10)
      expect(Math.abs(pValue - p)).toBeLessThan(p < 0.05 ? 0.005 : 0.02)
    },
  )

  it('measures the largest distance of the distribution functions, ties or not', () =>
    fc.assert(
      fc.property(samples, samples, (a, b) => {
        const upTo = (of: number[], value: number) => of.filter((each) => each <= value).length / of.length
        const largest = Math.max(...[...a, ...b].map((value) => Math.abs(upTo(a, value) - upTo(b, value))))
        expect(ksTwoSample(a, b).statistic).toBeCloseTo(largest, 12)
      }),
    ))

  it('does not depend on which sample is which, nor on the scale', () =>
    fc.assert(
      fc.property(samples, samples, (a, b) => {
        expect(ksTwoSample(b, a)).toEqual(ksTwoSample(a, b))
        const scaled = (of: number[]) => of.map((value) => value * 4 - 3)
        expect(ksTwoSample(scaled(a), scaled(b))).toEqual(ksTwoSample(a, b))
      }),
    ))
})

describe('the population stability index', () => {
  it('is the sum of both relative entropies, as SciPy 1.17.1 has it (stats.entropy), to what its smoothing changes', () => {
    const { statistic, df } = psi([1000, 2000, 3000, 2500, 1500], [900, 1500, 3200, 2600, 1800])
    expect(df).toBe(4)
    expect(Math.abs(statistic - 0.02259033303727019)).toBeLessThan(1e-4)
  })

  it('is what it is by hand with a half more in each bin', () => {
    const [p, q] = [10.5 / 21, 5.5 / 21]
    const byHand = (q - p) * Math.log(q / p) + (1 - q - (1 - p)) * Math.log((1 - q) / (1 - p))
    expect(psi([10, 10], [5, 15]).statistic).toBeCloseTo(byHand, 12)
  })

  it('is 0 for the same counts, positive for other shares, finite for empty bins, and the same either way round', () =>
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        expect(psi(a, a).statistic).toBe(0)
        const { statistic, pValue } = psi(a, b)
        expect(Number.isFinite(statistic) && statistic >= 0).toBe(true)
        expect(pValue).toBeGreaterThanOrEqual(0)
        expect(pValue).toBeLessThanOrEqual(1)
        expect(psi(b, a).statistic).toBeCloseTo(statistic, 10)
      }),
    ))

  it('gives nothing for nothing', () => {
    expect(psi([], [])).toEqual({ statistic: 0, df: 0, pValue: 1 })
    expect(psi([1, 2], [0, 0])).toEqual({ statistic: 0, df: 0, pValue: 1 })
  })
})
