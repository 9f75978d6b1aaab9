import { chiSquareTail } from './distributions.ts'

export type Psi = {
  statistic: number
  df: number
  /** How likely a value as large is by chance alone, when both come from one distribution. */
  pValue: number
}

/** Added to each bin, so that an empty one has a finite weight. */
const smoothing = 0.5

/**
 * The population stability index of two histograms over the same bins: the sum of (q - p) ln(q / p) over their shares, each count
 * raised by 0.5. Bins that are empty in both do not count; an empty histogram has drifted nowhere. Under no drift it is about
 * (1/n + 1/m) times a chi-square variable with one degree of freedom less than bins, which gives the p-value.
 * Sources: Siddiqi, Credit Risk Scorecards (2006); Yurdakul and Naranjo, Statistical properties of the population stability index (2020).
 */
export function psi(baselineCounts: readonly number[], currentCounts: readonly number[]): Psi {
  const bins = baselineCounts
    .map((baseline, index) => ({ baseline, current: currentCounts[index] ?? 0 }))
    .filter(({ baseline, current }) => baseline + current > 0)
  const n = bins.reduce((sum, { baseline }) => sum + baseline, 0)
  const m = bins.reduce((sum, { current }) => sum + current, 0)
  if (n === 0 || m === 0) return { statistic: 0, df: 0, pValue: 1 }
  const extra = smoothing * bins.length
  let statistic = 0
  for (const { baseline, current } of bins) {
    const p = (baseline + smoothing) / (n + extra)
    const q = (current + smoothing) / (m + extra)
    statistic += (q - p) * Math.log(q / p)
  }
  const df = bins.length - 1
  return { statistic, df, pValue: chiSquareTail(statistic / (1 / n + 1 / m), df) }
}
