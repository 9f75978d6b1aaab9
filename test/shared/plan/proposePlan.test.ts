import { describe, expect, it } from 'vitest'
import { digest } from '../../../shared/audit/digest.ts'
import type { Strategy } from '../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../shared/json.ts'
import { proposePlan } from '../../../shared/plan/proposePlan.ts'
import { aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'

function propose(strategy: Strategy, input: Json = { n: 1 }) {
  const program = aProgram({ strategy })
  return proposePlan({
    program,
    planner: 'plan',
    iteration: 1,
    because: null,
    version: 1,
    parent: null,
    scope: { input },
    ask: 1,
    seed: null,
    avoid: [],
    answers: new Map(),
  })
}

function planOf(strategy: Strategy, input?: Json) {
  const proposal = propose(strategy, input)
  if (!proposal.ok) throw new Error(proposal.reasons.map(({ message }) => message).join())
  return proposal.plan
}

describe('a plan', () => {
  it('has the values that are known, and bindings for what depends on other steps', () => {
    const plan = planOf(
      stepsInAnyOrder(
        aStep('one'),
        aStep('two', { args: { n: '{{ input.n }}', of: { id: '{{ steps.one.output.id }}' } } }),
      ),
    )
    expect(plan.steps[1]).toMatchObject({
      args: { n: 1, of: { id: null } },
      bindings: { '/of/id': '{{ steps.one.output.id }}' },
      after: ['one'],
    })
  })

  it('is in order for a sequence, unless a step says what it comes after', () => {
    const plan = planOf({
      type: 'sequence',
      steps: [aStep('one'), aStep('two'), aStep('three', { after: [] })],
    })
    expect(plan.steps.map(({ after }) => after)).toEqual([[], ['one'], []])
  })

  it('waits for what its conditions read, and for everything before when that is chosen at run time', () => {
    const plan = planOf(
      stepsInAnyOrder(
        aStep('one'),
        aStep('two', { when: 'steps.one.status == "succeeded"' }),
        aStep('three', { when: 'steps.all(id, steps[id].status == "succeeded")' }),
      ),
    )
    expect(plan.steps.map(({ after }) => after)).toEqual([[], ['one'], ['one', 'two']])
  })

  it('carries a digest of everything but itself', () => {
    const { digest: own, ...rest } = planOf(stepsInAnyOrder(aStep('one')))
    expect(own).toBe(digest(rest as unknown as Json))
    expect(planOf(stepsInAnyOrder(aStep('one'))).digest).toBe(own)
    expect(planOf(stepsInAnyOrder(aStep('one')), { n: 2 }).digest).not.toBe(own)
  })

  it.for([
    ['a circle', [aStep('one', { after: ['two'] }), aStep('two', { after: ['one'] })]],
    ['two steps of one name', [aStep('one'), aStep('one')]],
    ['an action that the planner is not joined to', [aStep('one', { action: 'elsewhere' })]],
    ['an argument that can’t be evaluated', [aStep('one', { args: { n: '{{ input.gone.deep }}' } })]],
  ] as const)('is not made of %s', ([, steps]) => {
    expect(propose(stepsInAnyOrder(...steps))).toMatchObject({ ok: false })
  })

  it('never evaluates a value: text from the input that looks like an expression stays text', () => {
    const plan = planOf(stepsInAnyOrder(aStep('one', { args: { n: '{{ input.n }}' } })), { n: '{{ 1 + 1 }}' })
    expect(plan.steps[0]).toMatchObject({ args: { n: '{{ 1 + 1 }}' }, bindings: {} })
  })
})
