import fc from 'fast-check'
import type { Check, Consequence } from '../../../shared/graph/nodes/check.ts'

export const consequence: fc.Arbitrary<Consequence> = fc.constantFrom(
  'flag',
  'replan',
  'rollback',
  'rollback',
  'escalate',
  'bail',
)

/** What every check says of itself, some of it now and then. */
const base = fc.record(
  {
    onFail: consequence,
    weight: fc.constantFrom(0, 1, 5),
    onInconclusive: consequence,
    sample: fc.record({ rate: fc.constantFrom(0, 0.5, 1) }),
  },
  { requiredKeys: ['onFail', 'weight'] },
)

const retry = fc.constantFrom(
  { maxAttempts: 1, initialSeconds: 0, factor: 1, maxSeconds: 0, jitter: 'none' as const },
  { maxAttempts: 3, initialSeconds: 2, factor: 2, maxSeconds: 5, jitter: 'full' as const },
)
const votes = fc
  .record({ of: fc.integer({ min: 1, max: 5 }), need: fc.integer({ min: 1, max: 5 }) })
  .map(({ of, need }) => ({ of, need: Math.min(of, need) }))

/** A check of any layer over these conditions; what it reads is there, is missing, or is no list. */
export function anyCheck(condition: fc.Arbitrary<string>): fc.Arbitrary<Check> {
  const id = 'c'
  const value = fc.constantFrom('steps', 'input', 'input.n', 'steps.one.output', '[1, 2, 2]')
  const call = { host: 'checker', method: 'POST' as const, path: '/judge' }
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .record({ expr: condition, base })
        .map(({ expr, base }) => ({ type: 'rule' as const, id, ...base, expr })),
    },
    {
      weight: 2,
      arbitrary: fc.record({ target: value, base }).map(({ target, base }) => ({
        type: 'schema' as const,
        id,
        ...base,
        target,
        schema: { required: ['one'] },
      })),
    },
    {
      weight: 1,
      arbitrary: fc.record({ target: value, base, unique: fc.boolean() }).map(({ target, base, unique }) => ({
        type: 'quality' as const,
        id,
        ...base,
        target,
        required: ['/n'],
        minComplete: 0.5,
        ...(unique ? { unique: '' } : {}),
      })),
    },
    {
      weight: 1,
      arbitrary: fc.record({ actual: value, base, own: fc.boolean() }).map(({ actual, base, own }) => ({
        type: 'variance' as const,
        id,
        ...base,
        actual,
        ...(own ? { expected: '[1, 2, 3]' } : {}),
        tolerance: { relative: 0.2 },
      })),
    },
    {
      weight: 1,
      arbitrary: base.map((made) => ({
        type: 'drift' as const,
        id,
        ...made,
        baseline: 'usual',
        fields: [{ name: 'n', value: 'input.n', as: 'number' as const }],
      })),
    },
    {
      weight: 2,
      arbitrary: fc.record({ base, retry, votes }).map(({ base, retry, votes }) => ({
        type: 'http' as const,
        id,
        ...base,
        call,
        about: { n: '{{ input.n }}' },
        retry,
        votes,
      })),
    },
  )
}
