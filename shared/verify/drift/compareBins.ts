import type { Bin } from './bins.ts'
import { chiSquare } from './chiSquare.ts'
import type { DriftBin, DriftPart, DriftTest } from './outcome.ts'
import { psi } from './psi.ts'

/** Where drift begins when a check does not say. */
export const defaultThreshold = { psi: 0.2, ks: 0.01, 'chi-square': 0.01 } as const satisfies Record<
  DriftTest,
  number
>

/** A population stability index also has to be more than chance explains, so that small samples raise no false alarm. */
const chance = 0.01

export type Compared = Pick<DriftPart, 'test' | 'statistic' | 'pValue' | 'drifted' | 'bins'>

/** What a comparison is held against. `among`: how many comparisons the field has, of which one suffices. */
export type Bar = { threshold: number; among: number }

/** Compares histograms by the population stability index or by chi-square. */
export function compareBins(
  test: 'psi' | 'chi-square',
  bins: readonly Bin[],
  shown: readonly Bin[],
  { threshold, among }: Bar,
): Compared {
  const baseline = bins.map((bin) => bin.baseline)
  const current = bins.map((bin) => bin.current)
  const { statistic, pValue } = test === 'psi' ? psi(baseline, current) : chiSquare(baseline, current)
  const drifted =
    test === 'psi' ? statistic >= threshold && pValue < chance / among : pValue < threshold / among
  return { test, statistic: rounded(statistic), pValue: rounded(pValue), drifted, bins: sharesOf(shown) }
}

/** To six digits: the last ones of a logarithm differ from one engine of JavaScript to another. */
export const rounded = (figure: number) => Number(figure.toPrecision(6))

/** Bins as shares of each side. */
export function sharesOf(bins: readonly Bin[]): DriftBin[] {
  const n = bins.reduce((sum, { baseline }) => sum + baseline, 0)
  const m = bins.reduce((sum, { current }) => sum + current, 0)
  return bins.map(({ label, baseline, current }) => ({
    label,
    baseline: shareOf(baseline, n),
    window: shareOf(current, m),
  }))
}

const shareOf = (count: number, all: number) => (all === 0 ? 0 : Math.round((count / all) * 10_000) / 10_000)

/** How severe a drift is: 0.5 at the threshold, 1 at twice the index, or where a p-value is the threshold squared; never more. */
export function severityOf(test: DriftTest, { statistic, pValue }: Compared, threshold: number): number {
  const excess =
    test === 'psi' ? ratio(statistic, threshold) : ratio(Math.log(pValue), Math.log(Math.min(threshold, 1)))
  return Math.round(Math.min(1, Math.max(0.5, 0.5 * excess)) * 1000) / 1000
}

const ratio = (a: number, b: number) => (b === 0 ? 2 : a / b)
