import type { BaselineStatus } from '../../shared/api/baselines.ts'
import type { FieldType } from '../../shared/verify/drift/baseline.ts'
import type { DriftOutcome, DriftPart, DriftTest } from '../../shared/verify/drift/outcome.ts'
import type { BadgeTone } from '../ui/Badge.tsx'

export const testName = {
  psi: 'population stability index',
  ks: 'Kolmogorov-Smirnov',
  'chi-square': 'chi-square',
} as const satisfies Record<DriftTest, string>

export const resultWord = {
  pass: { word: 'As in the baseline', tone: 'success' },
  fail: { word: 'Drifted', tone: 'danger' },
  inconclusive: { word: 'Can’t be compared', tone: 'warning' },
} as const satisfies Record<DriftOutcome['result'], { word: string; tone: BadgeTone }>

export const statusWord = {
  proposed: { word: 'Proposed', tone: 'accent' },
  approved: { word: 'Holds', tone: 'success' },
  denied: { word: 'Denied', tone: 'danger' },
  superseded: { word: 'Superseded', tone: 'neutral' },
} as const satisfies Record<BaselineStatus, { word: string; tone: BadgeTone }>

export const typeWord = {
  number: 'numbers',
  category: 'categories',
  text: 'texts',
} as const satisfies Record<FieldType, string>

export const partTitle = {
  values: 'Values',
  length: 'Length in characters',
  vocabulary: 'Share of words that are new',
  kind: 'Kind of text',
} as const satisfies Record<DriftPart['of'], string>

export const percent = (share: number) => `${Number((share * 100).toPrecision(3))} %`

/** A figure as it is compared: three digits that say something. */
export const figure = (number: number) => String(Number(number.toPrecision(3)))

/** A chance: one too small to be told apart from none is said so. */
export const chance = (p: number) => (p < 0.0001 ? 'below 0.0001' : figure(p))

/** By what a comparison counts as drift, in one line. */
export function barWords({ of, test, statistic, pValue }: DriftPart, threshold: number): string {
  const compared =
    test === 'psi'
      ? `Index ${figure(statistic)}, drift from ${figure(threshold)} on; by chance alone: p ${chance(pValue)}`
      : `${test === 'ks' ? 'Distance' : 'Statistic'} ${figure(statistic)}; p ${chance(pValue)}, drift below ${figure(threshold)}`
  return of === 'vocabulary' ? `${compared}. Fewer new words are no drift` : compared
}
