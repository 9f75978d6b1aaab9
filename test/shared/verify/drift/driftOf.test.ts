import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../../../shared/json.ts'
import { Baseline, BaselineField } from '../../../../shared/verify/drift/baseline.ts'
import { countBins } from '../../../../shared/verify/drift/bins.ts'
import { driftOf } from '../../../../shared/verify/drift/driftOf.ts'
import { judgeDrift } from '../../../../shared/verify/drift/judgeDrift.ts'
import { makeBaseline } from '../../../../shared/verify/drift/makeBaseline.ts'
import { DriftOutcome } from '../../../../shared/verify/drift/outcome.ts'
import { numbersFrom } from '../../../support/drawNumbers.ts'

type As = 'number' | 'category' | 'text'

const fieldOf = (as: As, values: readonly Json[]): BaselineField => {
  const field = makeBaseline('typical', { it: { as, values } }).fields.it
  if (!field) throw new Error('A baseline has the fields that it was made of')
  return field
}
const config = (as: As, test?: 'psi' | 'ks' | 'chi-square', threshold?: number) => ({
  name: 'it',
  as,
  test,
  threshold,
})
const range = <T extends Json>(count: number, of: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => of(n))

describe('a field that is compared with its baseline', () => {
  const hundreds = fieldOf(
    'number',
    range(400, (n) => n % 100),
  )

  it('passes when it is distributed as before, and says by how much it is off', () => {
    const outcome = driftOf(
      config('number'),
      hundreds,
      range(200, (n) => (n * 7) % 100),
    )
    expect(outcome).toMatchObject({ result: 'pass', severity: 0, threshold: 0.2, test: 'psi' })
    expect(outcome.statistic).toBeLessThan(0.02)
    expect(outcome.message).toMatch(/^it: is as in the baseline over the last 200 values \(population/)
  })

  it.for(['psi', 'ks', 'chi-square'] as const)('fails when its values moved: %s', (test) => {
    const outcome = driftOf(
      config('number', test),
      hundreds,
      range(200, (n) => (n % 100) + 40),
    )
    expect(outcome).toMatchObject({ result: 'fail', test })
    expect(outcome.severity).toBeGreaterThan(0.5)
    expect(outcome.evidence.parts[0]?.bins.at(-1)).toMatchObject({ label: 'above 99', baseline: 0 })
  })

  it('is more severe the further it moved', () => {
    const moved = (by: number) =>
      driftOf(
        config('number', 'psi', 2),
        hundreds,
        range(200, (n) => (n % 100) + by),
      ).severity
    expect(moved(0)).toBe(0)
    expect(moved(40)).toBeLessThan(moved(50))
    expect(moved(300)).toBe(1)
  })

  it.for([
    ['too few values', hundreds, range(29, (n) => n), 'The window has 29 usable values, and 30 are needed.'],
    [
      'values that are no numbers',
      hundreds,
      range(60, (n) => (n < 40 ? null : n)),
      'The window has 20 usable values, and 30 are needed; 40 could not be used.',
    ],
    ['a small baseline', fieldOf('number', [1, 2]), range(60, (n) => n), 'The baseline has 2 usable values'],
    ['no such field', null, range(60, (n) => n), 'the baseline has no such field'],
    ['another type', fieldOf('text', ['a']), range(60, (n) => n), 'holds it as text'],
  ] as const)('is inconclusive with %s, which is not success', ([, field, values, says]) => {
    const outcome = driftOf(config('number'), field, values)
    expect(outcome).toMatchObject({ result: 'inconclusive', statistic: null, severity: 0 })
    expect(outcome.message).toContain(says)
  })

  it('sees a number leave the one value that it always had', () => {
    const constant = fieldOf(
      'number',
      range(100, () => 5),
    )
    const at = (value: number) =>
      driftOf(
        config('number'),
        constant,
        range(100, () => value),
      ).result
    expect([at(5), at(4.99), at(5.01)]).toEqual(['pass', 'fail', 'fail'])
  })

  it('tells a frequent value from those that lie close to it', () => {
    const mostlyZero = fieldOf(
      'number',
      range(200, (n) => (n % 5 === 0 ? n + 1 : 0)),
    )
    const nearZero = range(100, (n) => (n % 5 === 0 ? n + 1 : 0.001))
    expect(driftOf(config('number'), mostlyZero, nearZero).result).toBe('fail')
  })

  it('names a category that was never there', () => {
    const plans = fieldOf(
      'category',
      range(300, (n) => (n % 3 === 0 ? 'pro' : 'free')),
    )
    const values = range(90, (n) => (n % 3 === 0 ? 'trial' : n % 3 === 1 ? 'pro' : 'free'))
    const { result, evidence } = driftOf(config('category', 'chi-square'), plans, values)
    expect(result).toBe('fail')
    expect(evidence.parts[0]?.bins).toContainEqual({ label: 'trial (new)', baseline: 0, window: 0.3333 })
  })

  it('compares truth values and numbers as categories, too', () => {
    const flags = fieldOf(
      'category',
      range(100, (n) => n % 2 === 0),
    )
    expect(
      driftOf(
        config('category'),
        flags,
        range(60, () => true),
      ).result,
    ).toBe('fail')
  })

  it('does not alarm at many rare categories', () => {
    const rare = fieldOf(
      'category',
      range(1000, (n) => `customer-${n}`),
    )
    const others = numbersFrom(1, 100).map((u) => `customer-${Math.floor(u * 1000)}`)
    expect(driftOf(config('category', 'chi-square'), rare, others).result).toBe('pass')
    expect(driftOf(config('category', 'psi'), rare, others).result).toBe('pass')
  })
})

describe('a text that is compared with its baseline', () => {
  const words = [
    'refund',
    'order',
    'late',
    'please',
    'parcel',
    'thanks',
    'invoice',
    'broken',
    'return',
    'when',
  ]
  const text = (n: number) =>
    range(6 + (n % 5), (k) => words[(n * 7 + k * 3 + (n >> 2)) % 10] ?? '').join(' ')
  const letters = fieldOf('text', range(300, text))
  const partsOf = (values: readonly Json[]) => {
    const outcome = driftOf(config('text'), letters, values)
    const drifted = outcome.evidence.parts.filter((part) => part.drifted).map((part) => part.of)
    return { result: outcome.result, drifted, newWords: outcome.evidence.newWords }
  }

  it('passes when people write as they did', () =>
    expect(partsOf(range(100, (n) => text(n + 1000)))).toEqual({ result: 'pass', drifted: [], newWords: [] }))

  it('fails by its length', () =>
    expect(partsOf(range(100, (n) => `${text(n)} ${text(n + 1)} ${text(n + 2)}`))).toMatchObject({
      result: 'fail',
      drifted: ['length'],
    }))

  it('fails by its words, and names the new ones', () => {
    const spam = range(100, (n) =>
      text(n)
        .replace(/refund|order/g, 'crypto')
        .replace('late', 'bonus'),
    )
    const { result, drifted, newWords } = partsOf(spam)
    expect(result).toBe('fail')
    expect(drifted).toContain('vocabulary')
    expect(newWords?.map(({ word }) => word)).toEqual(['crypto', 'bonus'])
  })

  it('fails by its kind: another writing, or a document where prose was', () => {
    const greek = range(100, (n) => 'παρακαλώ επιστροφή '.repeat(2 + (n % 2)))
    const json = range(100, (n) => JSON.stringify({ order: n, text: text(n).slice(0, 12) }))
    expect(partsOf(greek).drifted).toContain('kind')
    expect(partsOf(json).drifted).toContain('kind')
  })
})

const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -5, max: 5 }),
  fc.string(),
  fc.constant(null),
)
const values = fc.array(value, { maxLength: 80 })
const asWhat = fc.constantFrom('number', 'category', 'text')

describe('a baseline', () => {
  it('holds every value once, used or not, and is what its schema says', () =>
    fc.assert(
      fc.property(asWhat, values, (as, all) => {
        const field = BaselineField.parse(fieldOf(as, all))
        expect(field.samples + field.unusable).toBe(all.length)
        if (field.as !== 'number') return
        expect(field.sketch.counts.reduce((a, b) => a + b, 0)).toBe(field.samples)
        expect(field.sketch.edges).toEqual([...new Set(field.sketch.edges)].toSorted((a, b) => a - b))
        expect(countBins(field.sketch.edges, field.sketch.values)).toEqual(field.sketch.counts)
      }),
    ))

  it('never drifts from the values that it was made of', () =>
    fc.assert(
      fc.property(asWhat, fc.constantFrom('psi', 'ks', 'chi-square'), values, (as, test, all) => {
        const outcome = DriftOutcome.parse(driftOf(config(as, test), fieldOf(as, all), all, 1))
        expect(outcome.result).not.toBe('fail')
      }),
    ))

  it('never drifts from its own texts, although half of these made its vocabulary and so have no new words', () => {
    const texts = Array.from({ length: 80 }, (_, place) =>
      place % 2 === 0 ? 'known words' : `other${place}`,
    )
    for (const test of ['psi', 'ks', 'chi-square'] as const)
      expect(driftOf(config('text', test), fieldOf('text', texts), texts)).toMatchObject({ result: 'pass' })
  })

  it('compares any values with any other without breaking, and its figures are chances and shares', () =>
    fc.assert(
      fc.property(
        asWhat,
        asWhat,
        fc.constantFrom('psi', 'ks', 'chi-square'),
        values,
        values,
        (as, other, test, a, b) => {
          const outcome = DriftOutcome.parse(driftOf(config(as, test), fieldOf(other, a), b, 5))
          for (const { bins } of outcome.evidence.parts)
            for (const bin of bins) expect(bin.baseline >= 0 && bin.window <= 1).toBe(true)
        },
      ),
    ))

  it('has the same digest for the same values, and another for others', () => {
    const of = (values: number[]) => makeBaseline('typical', { it: { as: 'number', values } }).digest
    expect(of([1, 2, 3])).toBe(of([3, 1, 2]))
    expect(of([1, 2, 4])).not.toBe(of([1, 2, 3]))
  })

  it('keeps a thousand numbers at even ranks', () => {
    const field = fieldOf(
      'number',
      range(10_000, (n) => n),
    )
    if (field.as !== 'number') throw new Error('It was made of numbers')
    expect(field.sketch.values).toHaveLength(1000)
    expect(field.sketch.values.slice(0, 3)).toEqual([5, 15, 25])
    expect(field.sketch.counts).toEqual([0, 999, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1001, 0])
  })
})

describe('a drift check', () => {
  const observations = {
    amount: { as: 'number' as const, values: range(200, (n) => n % 50) },
    plan: { as: 'category' as const, values: range(200, (n) => (n % 2 === 0 ? 'pro' : 'free')) },
  }
  const baseline = Baseline.parse({
    name: 'typical',
    version: 3,
    ...makeBaseline('typical', observations),
    from: { type: 'values' },
    createdAt: 0,
    createdBy: 'ada',
    approvedBy: 'grace',
    note: '',
  })
  const question = {
    baseline: 'typical',
    fields: [
      { name: 'amount', as: 'number' as const },
      { name: 'plan', as: 'category' as const },
    ],
  }
  const usual = { amount: observations.amount.values, plan: observations.plan.values }

  it('says by which version it judged', () =>
    expect(judgeDrift(question, { baseline, window: usual })).toMatchObject({
      result: 'pass',
      evidence: { baseline: { name: 'typical', version: 3, digest: baseline.digest } },
    }))

  it('fails when one field drifted, whatever the others could say', () => {
    const window = { amount: range(200, (n) => n + 500), plan: [] }
    expect(judgeDrift(question, { baseline, window })).toMatchObject({ result: 'fail', severity: 1 })
  })

  it('says what the builder wrote when it fails, and what it found when it holds', () => {
    const asked = { ...question, message: 'Other customers than usual' }
    const window = { ...usual, amount: range(200, (n) => n + 500) }
    expect(judgeDrift(asked, { baseline, window }).message).toBe('Other customers than usual')
    expect(judgeDrift(asked, { baseline, window: usual }).message).toContain('is as in the baseline')
  })

  it('is inconclusive when a field can’t be compared, or there is no approved baseline', () => {
    expect(judgeDrift(question, { baseline, window: { amount: usual.amount } }).result).toBe('inconclusive')
    const without = judgeDrift(question, { baseline: null, window: usual })
    expect(without.result).toBe('inconclusive')
    expect(without.message).toContain('no approved baseline “typical”')
  })
})
