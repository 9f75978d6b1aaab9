import type { Json } from '../../json.ts'
import type { BaselineField, CategoryCounts, NumberSketch } from './baseline.ts'
import { type Bin, joinNeighbours, joinRare, numberBins } from './bins.ts'
import { type Bar, type Compared, compareBins, rounded, sharesOf } from './compareBins.ts'
import { ksTwoSample } from './ksTwoSample.ts'
import { countCategories } from './makeBaseline.ts'
import { numbersIn, textsIn } from './observed.ts'
import type { DriftEvidence, DriftPart, DriftTest } from './outcome.ts'
import { featuresOf, type TextFeatures, unknownShare } from './readText.ts'

const shownCategories = 20
const shownWords = 10

/** Compares the values of a window with a field of a baseline. */
export function compareField(
  field: BaselineField,
  values: readonly Json[],
  test: DriftTest,
  threshold: number,
): DriftEvidence {
  const of = (used: number, unusable: number) => ({
    baselineSamples: field.samples,
    windowSamples: used,
    unusable,
  })
  const bar = { threshold, among: 1 }
  switch (field.as) {
    case 'number': {
      const { used, unusable } = numbersIn(values)
      return {
        ...of(used.length, unusable),
        parts: [part('values', compareNumbers(field.sketch, used, test, bar))],
      }
    }
    case 'category': {
      const { used, unusable } = textsIn('category', values)
      return {
        ...of(used.length, unusable),
        parts: [part('values', compareCategories(field.categories, used, test, bar))],
      }
    }
    case 'text': {
      const { used, unusable } = textsIn('text', values)
      return { ...of(used.length, unusable), ...texts(field, used, test, { threshold, among: 3 }) }
    }
  }
}

const part = (of: DriftPart['of'], compared: Compared): DriftPart => ({ of, ...compared })

/** Numbers beside a sketch of others, in its bins; by Kolmogorov-Smirnov as they are. */
export function compareNumbers(
  sketch: NumberSketch,
  used: readonly number[],
  test: DriftTest,
  bar: Bar,
): Compared {
  const bins = numberBins(sketch, used)
  if (test !== 'ks') return compareBins(test, joinNeighbours(bins), bins, bar)
  const { statistic, pValue } = ksTwoSample(sketch.values, used)
  const drifted = pValue < bar.threshold / bar.among
  return { test, statistic: rounded(statistic), pValue: rounded(pValue), drifted, bins: sharesOf(bins) }
}

/** Categories have no order, so Kolmogorov-Smirnov can’t compare them: chi-square does. */
export function compareCategories(
  known: CategoryCounts,
  used: readonly string[],
  test: DriftTest,
  bar: Bar,
): Compared {
  const bins = categoryBins(known, used)
  return compareBins(
    test === 'ks' ? 'chi-square' : test,
    joinRare(bins.compared, 'all others'),
    bins.shown,
    bar,
  )
}

/** What the baseline does not know counts as one of its rare ones, and is shown by itself. */
function categoryBins({ counts, other }: CategoryCounts, used: readonly string[]) {
  const current = new Map(Object.entries(countCategories(used).counts))
  const bins: Bin[] = Object.entries(counts).map(([label, baseline]) => ({
    label,
    baseline,
    current: current.get(label) ?? 0,
  }))
  const unknown = [...current].filter(([label]) => !Object.hasOwn(counts, label))
  const met = bins.reduce((sum, bin) => sum + bin.current, 0)
  const others: Bin = { label: 'others', baseline: other, current: used.length - met }
  const fresh = unknown.map(([label, count]) => ({ label: `${label} (new)`, baseline: 0, current: count }))
  const shown = other === 0 ? [...bins, ...fresh] : [...bins, others]
  return { compared: [...bins, others], shown: mostShown(shown) }
}

/** As many as can be looked at, the largest first, and all else as one. */
function mostShown(bins: readonly Bin[]): Bin[] {
  const sorted = bins.toSorted((a, b) => b.baseline + b.current - (a.baseline + a.current))
  const rest = sorted.slice(shownCategories)
  const sum = rest.reduce(
    (all, { baseline, current }) => ({
      ...all,
      baseline: all.baseline + baseline,
      current: all.current + current,
    }),
    { label: `${rest.length} more`, baseline: 0, current: 0 },
  )
  return rest.length === 0 ? sorted : [...sorted.slice(0, shownCategories), sum]
}

function texts(
  field: Extract<BaselineField, { as: 'text' }>,
  used: readonly string[],
  test: DriftTest,
  bar: Bar,
): Pick<DriftEvidence, 'parts' | 'newWords'> {
  const known = new Set(Object.keys(field.vocabulary))
  const read = used.map(featuresOf)
  const lengths = read.map(({ length }) => length)
  const shares = read.map((text) => unknownShare(text, known))
  const kinds = read.map(({ kind }) => kind)
  return {
    parts: [
      part('length', compareNumbers(field.length, lengths, test, bar)),
      part('vocabulary', compareNewWords(field.unknown, shares, test, bar)),
      part('kind', compareCategories(field.kinds, kinds, test, bar)),
    ],
    newWords: newWordsIn(read, known),
  }
}

/**
 * Shares of new words drift by growing. Fewer are no drift: the very texts that the vocabulary was made from have none. Texts that become
 * poor in words are noticed by their length.
 */
function compareNewWords(
  known: NumberSketch,
  shares: readonly number[],
  test: DriftTest,
  bar: Bar,
): Compared {
  const compared = compareNumbers(known, shares, test, bar)
  return { ...compared, drifted: compared.drifted && mean(shares) > mean(known.values) }
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length

/** A word that stands in one text only says nothing about the window. */
function newWordsIn(read: readonly TextFeatures[], known: ReadonlySet<string>) {
  const { counts } = countCategories(read.flatMap(({ words }) => words).filter((word) => !known.has(word)))
  return Object.entries(counts)
    .filter(([, count]) => count > 1)
    .slice(0, shownWords)
    .map(([word, count]) => ({ word, texts: count }))
}
