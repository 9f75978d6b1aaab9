import { describe, expect, it } from 'vitest'
import type { SingleStrategy, StepTemplate } from '../../../shared/graph/nodes/planner.ts'
import {
  aFederation,
  anAnswer,
  external,
  planFrom,
  propose,
  reasonsFrom,
  withPlanner,
} from '../../support/plans.ts'
import { anAction, aStep } from '../../support/programs.ts'

const actions = {
  act: anAction({ costUsd: 1 }),
  dear: anAction({ costUsd: 5 }),
  risky: anAction({ costUsd: 1, risk: 'high' }),
}
const fixed = (...steps: StepTemplate[]): SingleStrategy => ({
  type: 'sequence',
  steps: steps.map((step) => ({ after: [], ...step })),
})
const none: SingleStrategy = { type: 'table', inputs: [], hitPolicy: 'first', rules: [] }
const program = (
  combine: 'merge' | 'first' | 'cheapest',
  members: Record<string, SingleStrategy>,
  rails = {},
) =>
  withPlanner(
    { strategy: aFederation(combine, members), actions: Object.keys(actions), ...rails },
    { actions },
  )
const ids = (...args: Parameters<typeof planFrom>) => planFrom(...args).steps.map(({ id }) => id)

describe('a federation', () => {
  it('merges the steps of all that have a plan, and says what each brought', () => {
    const joined = program('merge', {
      ours: fixed(aStep('a'), aStep('b', { args: { of: '{{ steps.a.output }}' } })),
      empty: none,
      theirs: external,
    })
    const answer = anAnswer([
      { id: 'a', action: 'act', why: 'another reason' },
      { id: 'c', action: 'dear', after: ['a'] },
    ])
    const plan = planFrom(joined, { answers: { theirs: answer }, seed: 5 })
    expect(plan.steps.map(({ id, after }) => [id, after])).toEqual([
      ['a', []],
      ['b', ['a']],
      ['c', ['a']],
    ])
    expect(plan.provenance).toMatchObject({
      strategy: 'federation',
      members: [
        { member: 'ours', strategy: 'sequence', steps: ['a', 'b'], reason: null, seed: null },
        { member: 'empty', strategy: 'table', steps: [], reason: 'No rule of the table matches.' },
        {
          member: 'theirs',
          strategy: 'http',
          plannerVersion: 'oracle 3',
          steps: ['a', 'c'],
          reason: null,
          seed: expect.any(Number) as number,
        },
      ],
    })
  })

  it('has no plan when one id means two things', () => {
    const members = { one: fixed(aStep('a')), other: fixed(aStep('a', { action: 'dear' })) }
    expect(reasonsFrom(program('merge', members))).toMatchObject([{ code: 'conflict', step: 'a' }])
  })

  it('has no plan when the parts wait for each other in a circle', () => {
    const joined = program('merge', { one: external, other: external })
    const answers = {
      one: anAnswer([
        { id: 'a', action: 'act', after: ['b'] },
        { id: 'b', action: 'act' },
      ]),
      other: anAnswer([
        { id: 'b', action: 'act' },
        { id: 'c', action: 'act' },
      ]),
    }
    expect(planFrom(joined, { answers }).steps.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  })

  it('takes the first member that has a plan within the rails', () => {
    const rails = { rails: { inputs: [], rules: [{ id: 'r', cells: [], never: ['dear'] }] } }
    const members = {
      empty: none,
      dear: fixed(aStep('x', { action: 'dear' })),
      next: fixed(aStep('a')),
      last: fixed(aStep('b')),
    }
    expect(ids(program('first', members))).toEqual(['x'])
    const plan = planFrom(program('first', members, rails))
    expect(plan.steps.map(({ id }) => id)).toEqual(['a'])
    expect(plan.provenance.members.map(({ reason }) => reason)).toEqual([
      'No rule of the table matches.',
      'Rail “r”: step “x” uses “dear”, which may not be used.',
      null,
      'The plan of “next” was taken.',
    ])
  })

  it('takes the cheapest, then the least risky, then the first', () => {
    const members = {
      two: fixed(aStep('a'), aStep('b')),
      risky: fixed(aStep('c', { action: 'risky' })),
      safe: fixed(aStep('d')),
      same: fixed(aStep('e')),
    }
    expect(ids(program('cheapest', members))).toEqual(['d'])
  })

  it('has no plan when no member has one, and could be asked again only if something was proposed', () => {
    expect(propose(program('merge', { one: none, other: none }))).toMatchObject({
      ok: false,
      rejected: false,
    })
    const rejected = propose(program('first', { one: none, other: external }), {
      answers: { other: 'nonsense' },
    })
    expect(rejected).toMatchObject({ ok: false, rejected: true })
    expect(!rejected.ok && rejected.reasons.map(({ message }) => message)).toEqual([
      'one: No rule of the table matches.',
      expect.stringMatching(/^other: The answer does not keep the contract/),
    ])
  })
})
