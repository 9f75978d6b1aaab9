import fc from 'fast-check'
import type { ProgramAction } from '../../../shared/compile/program.ts'
import type { GoalConstraint, GoalStrategy } from '../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../shared/json.ts'
import type { AppliedRails } from '../../../shared/plan/rails.ts'
import { anAction } from '../programs.ts'

/** Whether a fact is there, is not, or says `ok`. */
type Literal = { fact: string; is: 'there' | 'absent' | 'ok' }
/** All of these, each one of them at least. */
type Needs = Literal[][]

export type GoalCase = {
  strategy: GoalStrategy
  actions: Record<string, ProgramAction>
  needs: Record<string, Needs>
  facts: Record<string, Json>
  rails: AppliedRails | null
}

const factNames = ['f0', 'f1', 'f2', 'f3']
const ids = ['a', 'b', 'c', 'd', 'e', 'f']

const literal = fc.record({
  fact: fc.constantFrom(...factNames),
  is: fc.constantFrom('there' as const, 'there' as const, 'absent' as const, 'ok' as const),
})
const needsArbitrary = fc.array(fc.array(literal, { minLength: 1, maxLength: 2 }), { maxLength: 2 })
const costs = fc.constantFrom(0, 0.1, 0.2, 0.7)

function candidateOf(id: string) {
  return fc.record({
    id: fc.constant(id),
    gives: fc.subarray(factNames, { maxLength: 2 }),
    needs: needsArbitrary,
    costUsd: costs,
    risk: fc.constantFrom('low' as const, 'medium' as const, 'high' as const),
    fallback: fc.oneof(
      { weight: 3, arbitrary: fc.constant<string[]>([]) },
      fc.subarray(ids, { maxLength: 1 }),
    ),
    items: fc.constantFrom(1, 1, 3),
    after: fc.oneof({ weight: 4, arbitrary: fc.constant<string[]>([]) }, fc.subarray(ids, { maxLength: 1 })),
  })
}

const someIds = fc.subarray(ids, { minLength: 2, maxLength: 4 })
const constraint: fc.Arbitrary<GoalConstraint> = fc.oneof(
  someIds.chain((steps) =>
    fc.record({ type: fc.constant('at-most' as const), steps: fc.constant(steps), count: fc.nat(2) }),
  ),
  someIds.map((steps): GoalConstraint => ({ type: 'exclusive', steps })),
  fc
    .shuffledSubarray(ids, { minLength: 2, maxLength: 2 })
    // oxlint-disable-next-line unicorn/no-thenable -- the document's own word, and never awaited
    .map(([first = '', then = '']): GoalConstraint => ({ type: 'before', first, then })),
  fc.record(
    {
      type: fc.constant('budget' as const),
      costUsd: costs,
      risk: fc.integer({ min: 1, max: 12 }),
      steps: fc.integer({ min: 1, max: 4 }),
    },
    { requiredKeys: ['type'] },
  ),
)
const rails: fc.Arbitrary<AppliedRails> = fc.record({
  rules: fc.constant([]),
  only: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.subarray(ids, { minLength: 3 })),
  never: fc.subarray(ids, { maxLength: 1 }),
  must: fc.oneof({ weight: 2, arbitrary: fc.constant<string[]>([]) }, fc.subarray(ids, { maxLength: 1 })),
  maxSteps: fc.option(fc.integer({ min: 1, max: 4 })),
  maxCostUsd: fc.option(costs),
  maxRisk: fc.constantFrom(null, null, 'medium' as const),
})

/** Goals small enough to try every order of every set of steps. */
export const goalCase: fc.Arbitrary<GoalCase> = fc
  .record({
    parts: fc
      .integer({ min: 1, max: ids.length })
      .chain((n) => fc.tuple(...ids.slice(0, n).map(candidateOf))),
    want: fc.subarray(factNames, { minLength: 1, maxLength: 3 }),
    minimise: fc.constantFrom('cost' as const, 'risk' as const, 'steps' as const),
    constraints: fc.array(constraint, { maxLength: 2 }),
    held: fc.dictionary(fc.constantFrom(...factNames), fc.record({ ok: fc.boolean() }), { maxKeys: 2 }),
    rails: fc.option(rails, { freq: 3 }),
  })
  .map(({ parts, want, minimise, constraints, held, rails: applied }) => ({
    strategy: {
      type: 'goal',
      want,
      minimise,
      constraints,
      candidates: parts.map(({ id, after, fallback, items }) => ({
        id,
        action: id,
        after,
        ...(items > 1 ? { map: { over: '[1, 2]', max: items } } : {}),
        fallback: fallback.map((action) => ({ action })),
      })),
    },
    actions: Object.fromEntries(
      parts.map(({ id, gives, needs, costUsd, risk }) => [
        id,
        anAction({ gives, costUsd, risk, needs: needs.length > 0 ? celOf(needs) : null }),
      ]),
    ),
    needs: Object.fromEntries(parts.map(({ id, needs }) => [id, needs])),
    facts: { ...held },
    rails: applied,
  }))

function celOf(needs: Needs): string {
  return needs.map((clause) => `(${clause.map(literalText).join(' || ')})`).join(' && ')
}

function literalText({ fact, is }: Literal): string {
  switch (is) {
    case 'there':
      return `has(facts.${fact})`
    case 'absent':
      return `!("${fact}" in facts)`
    case 'ok':
      return `facts.${fact}.ok`
  }
}

/** Whether what a step needs holds, or may hold, by the facts that there are and those of them that steps gave. */
export function mayHold(needs: Needs, held: Record<string, Json>, given: ReadonlySet<string>): boolean {
  return needs.every((clause) =>
    clause.some(({ fact, is }) => {
      const isThere = given.has(fact) || Object.hasOwn(held, fact)
      switch (is) {
        case 'there':
          return isThere
        case 'absent':
          return !isThere
        case 'ok': {
          const value = held[fact]
          return (
            given.has(fact) ||
            (typeof value === 'object' && value !== null && 'ok' in value && value.ok === true)
          )
        }
      }
    }),
  )
}
