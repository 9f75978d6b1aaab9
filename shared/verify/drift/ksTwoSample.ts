import { kolmogorovTail } from './distributions.ts'

export type Ks = { statistic: number; pValue: number }

/**
 * The two-sample Kolmogorov-Smirnov test: the largest distance of the two empirical distribution functions, and how likely one as large is
 * by chance alone: asymptotic, with Stephens’ correction for small samples; with ties it errs on the safe side. Nothing to compare gives
 * 0 and 1. Sources: Smirnov (1948); Stephens (1970); Press et al., Numerical Recipes, section 14.3.
 */
export function ksTwoSample(a: readonly number[], b: readonly number[]): Ks {
  if (a.length === 0 || b.length === 0) return { statistic: 0, pValue: 1 }
  const [first, second] = [a.toSorted(ascending), b.toSorted(ascending)]
  let [i, j, statistic] = [0, 0, 0]
  while (i < first.length && j < second.length) {
    const value = Math.min(first[i] ?? 0, second[j] ?? 0)
    while (i < first.length && first[i] === value) i += 1
    while (j < second.length && second[j] === value) j += 1
    statistic = Math.max(statistic, Math.abs(i / first.length - j / second.length))
  }
  const root = Math.sqrt((first.length * second.length) / (first.length + second.length))
  return { statistic, pValue: kolmogorovTail((root + 0.12 + 0.11 / root) * statistic) }
}

const ascending = (a: number, b: number) => a - b
