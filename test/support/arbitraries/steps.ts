import fc from 'fast-check'
import type { StepTemplate } from '../../../shared/graph/nodes/planner.ts'

export const actionIds = ['label', 'reply', 'assign', 'close'] as const

/** Conditions that hold, don't, change from one iteration to the next, read what was done, or can't be evaluated. */
export const condition = fc.constantFrom(
  'true',
  'false',
  'input.n > 3',
  'run.iteration >= 2',
  'verdict == null',
  'run.costUsd < 1.0',
  'has(facts.labelled)',
  'steps.all(id, steps[id].status != "failed")',
  'input.missing.deep',
  'input.n',
)

/** Holds mostly, so that most steps get to start. */
export const mostlyTrue = fc.oneof(
  { weight: 12, arbitrary: fc.constant('true') },
  { weight: 1, arbitrary: condition },
)

/** One in ten. */
export function seldom<T, N>(arbitrary: fc.Arbitrary<T>, nil: N): fc.Arbitrary<T | N> {
  return fc.oneof({ weight: 9, arbitrary: fc.constant(nil) }, { weight: 1, arbitrary })
}

const stepIds = ['one', 'two', 'three', 'four', 'five'] as const

const args = fc.oneof<fc.WeightedArbitrary<NonNullable<StepTemplate['args']>>[]>(
  { weight: 12, arbitrary: fc.constant({}) },
  { weight: 12, arbitrary: fc.constant({ n: '{{ input.n }}' }) },
  { weight: 3, arbitrary: fc.constant({ text: 'for {{ input.n }}: {{ steps.two.status }}' }) },
  { weight: 3, arbitrary: fc.constant({ of: '{{ steps.one.output }}' }) },
  { weight: 1, arbitrary: fc.constant({ n: 'not a number' }) },
  { weight: 1, arbitrary: fc.constant({ lost: '{{ steps.nobody.output }}' }) },
)

const map = fc.record(
  {
    over: fc.constantFrom('[1, 2, 3]', '[input.n]', '[]', 'input.n', 'input.missing'),
    max: fc.integer({ min: 1, max: 3 }),
    parallelism: fc.integer({ min: 1, max: 2 }),
  },
  { requiredKeys: ['over'] },
)

const fallback = fc.array(
  fc.record({ action: fc.constantFrom(...actionIds), args }, { requiredKeys: ['action'] }),
  {
    minLength: 1,
    maxLength: 2,
  },
)

/** A step; seldom one that maps over a list or has something to fall back on. */
export function step(id: string, earlier: readonly string[]): fc.Arbitrary<StepTemplate> {
  return fc
    .record(
      {
        id: fc.constant(id),
        action: fc.constantFrom(...actionIds),
        args,
        after: fc.subarray([...earlier]),
        when: mostlyTrue,
        map: seldom(map, undefined),
        fallback: seldom(fallback, undefined),
      },
      { requiredKeys: ['id', 'action'] },
    )
    .map(({ map: over, fallback: instead, ...made }) => ({
      ...made,
      ...(over ? { map: over, args: { n: '{{ item }}', at: '{{ index }}' } } : {}),
      ...(instead ? { fallback: instead } : {}),
    }))
}

export const steps: fc.Arbitrary<StepTemplate[]> = fc
  .oneof(
    { weight: 1, arbitrary: fc.integer({ min: 0, max: stepIds.length }) },
    { weight: 4, arbitrary: fc.integer({ min: 2, max: stepIds.length }) },
  )
  .chain((count) =>
    fc.tuple(...stepIds.slice(0, count).map((id, place) => step(id, stepIds.slice(0, place)))),
  )
