import type { Json } from '../../json.ts'
import type { Baseline, FieldType } from './baseline.ts'
import { defaultMinSamples } from './driftOf.ts'
import type { DriftAnswer, DriftQuestion } from './judgeDrift.ts'
import { makeBaseline } from './makeBaseline.ts'

const words = ['when', 'will', 'my', 'order', 'come', 'please', 'thank', 'you'] as const

/** What a host might answer to a drift check, to try it with: a made-up baseline, and a window that is like it or is not. */
export function sampleDrift(question: DriftQuestion, kind: 'usual' | 'drifted'): DriftAnswer {
  const { baseline: name, fields, minSamples = defaultMinSamples } = question
  const count = Math.max(minSamples, 40)
  const values = (is: 'usual' | 'drifted') =>
    fields.map((field) => [field.name, { as: field.as, values: sampleValues(field.as, count, is) }] as const)
  const baseline: Baseline = {
    name,
    version: 1,
    ...makeBaseline(name, Object.fromEntries(values('usual'))),
    from: { type: 'values' },
    createdAt: 0,
    createdBy: 'nobody',
    approvedBy: 'nobody',
    note: 'Made up to try the loop with',
  }
  return {
    baseline,
    window: Object.fromEntries(values(kind).map(([field, { values }]) => [field, values])),
  }
}

function sampleValues(as: FieldType, count: number, kind: 'usual' | 'drifted'): Json[] {
  const isUsual = kind === 'usual'
  return Array.from({ length: count }, (_, n): Json => {
    switch (as) {
      case 'number':
        return isUsual ? n % 20 : 100 + (n % 20)
      case 'category':
        return isUsual ? (n % 2 === 0 ? 'one' : 'other') : 'never seen'
      case 'text': {
        const text = words.slice(0, 3 + (n % (words.length - 2))).join(' ')
        return isUsual ? text : `{"text":"${text}"}`
      }
    }
  })
}
