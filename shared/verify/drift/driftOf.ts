import type { Json } from '../../json.ts'
import type { BaselineField, FieldType } from './baseline.ts'
import { defaultThreshold, severityOf } from './compareBins.ts'
import { compareField } from './compareField.ts'
import type { DriftEvidence, DriftOutcome, DriftPart, DriftTest } from './outcome.ts'

/** How a field is compared; what a drift check says of it. */
export type ComparedField = {
  name: string
  as: FieldType
  /** Default: `psi`. */
  test?: DriftTest | undefined
  /** Default: 0.2 for a population stability index, 0.01 for a p-value. */
  threshold?: number | undefined
}

/** How many of the last values count. */
export const defaultWindow = 200

/** With fewer values, on either side, nothing can be said. */
export const defaultMinSamples = 30

/** Whether a field of a window has drifted from the baseline. With too few values, or none to compare with, it is inconclusive. */
export function driftOf(
  config: ComparedField,
  field: BaselineField | null,
  values: readonly Json[],
  minSamples: number = defaultMinSamples,
): DriftOutcome {
  const test = config.test ?? 'psi'
  const threshold = config.threshold ?? defaultThreshold[test]
  const outcome = { field: config.name, test, threshold, statistic: null, pValue: null, severity: 0 }
  const nothing = { baselineSamples: field?.samples ?? 0, windowSamples: 0, unusable: 0, parts: [] }
  const unable = (message: string, evidence: DriftEvidence = nothing): DriftOutcome => {
    return { ...outcome, result: 'inconclusive', message: `${config.name}: ${message}`, evidence }
  }
  if (field === null) return unable('the baseline has no such field; propose one that has.')
  if (field.as !== config.as)
    return unable(`the baseline holds it as ${field.as}, the check compares it as ${config.as}.`)
  const evidence = compareField(field, values, test, threshold)
  if (evidence.windowSamples < minSamples)
    return unable(tooFew(`The window has ${evidence.windowSamples}`, minSamples, evidence), evidence)
  if (evidence.baselineSamples < minSamples)
    return unable(tooFew(`The baseline has ${evidence.baselineSamples}`, minSamples, evidence), evidence)
  const worst = worstOf(evidence.parts, threshold)
  if (!worst) return unable('there is nothing to compare.', evidence)
  const { statistic, pValue, drifted } = worst
  return {
    ...outcome,
    statistic,
    pValue,
    result: drifted ? 'fail' : 'pass',
    severity: drifted ? severityOf(worst.test, worst, threshold) : 0,
    message: `${config.name}: ${wordsFor(worst, threshold, evidence)}`,
    evidence,
  }
}

const tooFew = (has: string, minSamples: number, { unusable }: DriftEvidence) =>
  `${has} usable values, and ${minSamples} are needed${unusable > 0 ? `; ${unusable} could not be used` : ''}.`

/** What drifted comes before what did not, then what is further off. */
function worstOf(parts: readonly DriftPart[], threshold: number): DriftPart | undefined {
  const order = (part: DriftPart) =>
    (part.drifted ? 10 : 0) +
    (part.test === 'psi' ? part.statistic / (threshold || 1) / 1000 : 1 - part.pValue)
  return parts.toSorted((a, b) => order(b) - order(a))[0]
}

const partNames = {
  values: '',
  length: 'length ',
  vocabulary: 'share of new words ',
  kind: 'kind of text ',
} as const satisfies Record<DriftPart['of'], string>

function wordsFor(part: DriftPart, threshold: number, { windowSamples }: DriftEvidence): string {
  const says = part.drifted ? 'has drifted' : 'is as in the baseline'
  const figures =
    part.test === 'psi'
      ? `population stability index ${short(part.statistic)}, threshold ${short(threshold)}`
      : `${part.test === 'ks' ? 'Kolmogorov-Smirnov' : 'chi-square'} ${short(part.statistic)}, p ${shortChance(part.pValue)}, threshold ${short(threshold)}`
  return `${partNames[part.of]}${says} over ${windowSamples === 1 ? 'one value' : `the last ${windowSamples} values`} (${figures}).`
}

const short = (number: number) => String(Number(number.toPrecision(3)))
const shortChance = (chance: number) => (chance < 0.0001 ? 'below 0.0001' : short(chance))
