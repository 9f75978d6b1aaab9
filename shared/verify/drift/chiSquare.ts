import { chiSquareTail } from './distributions.ts'

export type ChiSquare = { statistic: number; df: number; pValue: number }

/**
 * Pearson’s chi-square test that two histograms over the same bins come from one distribution: a table of two rows. Bins that are empty in
 * both do not count, and an empty histogram gives 0 and 1. Source: NIST/SEMATECH e-Handbook of Statistical Methods, section 7.4.5.
 */
export function chiSquare(baselineCounts: readonly number[], currentCounts: readonly number[]): ChiSquare {
  const bins = baselineCounts
    .map((baseline, index) => ({ baseline, current: currentCounts[index] ?? 0 }))
    .filter(({ baseline, current }) => baseline + current > 0)
  const n = bins.reduce((sum, { baseline }) => sum + baseline, 0)
  const m = bins.reduce((sum, { current }) => sum + current, 0)
  if (n === 0 || m === 0) return { statistic: 0, df: 0, pValue: 1 }
  let statistic = 0
  for (const { baseline, current } of bins) {
    const all = baseline + current
    const [fromBaseline, fromCurrent] = [(all * n) / (n + m), (all * m) / (n + m)]
    statistic += (baseline - fromBaseline) ** 2 / fromBaseline + (current - fromCurrent) ** 2 / fromCurrent
  }
  const df = bins.length - 1
  return { statistic, df, pValue: chiSquareTail(statistic, df) }
}
