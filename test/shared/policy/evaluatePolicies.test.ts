import { describe, expect, it } from 'vitest'
import type { Policy, PolicyPoint } from '../../../shared/graph/policy.ts'
import { evaluatePolicy, policiesAt } from '../../../shared/policy/evaluatePolicies.ts'

const policy = (over: Partial<Policy>): Policy => ({
  id: 'p',
  title: 'P',
  at: 'step',
  when: 'input.n > 3',
  effect: 'deny',
  message: 'Too much.',
  ...over,
})
const apply = (over: Partial<Policy>, n = 5, point: PolicyPoint = 'step') =>
  policiesAt([policy(over)], point, 'pay').flatMap((each) => evaluatePolicy(each, { input: { n } }) ?? [])

describe('policies at a point', () => {
  it('apply when they match, at their point, on what they name', () => {
    expect(apply({})).toMatchObject([{ effect: 'deny', message: 'Too much.', error: null }])
    expect(apply({}, 1)).toEqual([])
    expect(apply({ at: 'plan' })).toEqual([])
    expect(apply({ on: ['other'] })).toEqual([])
    expect(apply({ on: ['pay'] })).toHaveLength(1)
  })

  it('deny when they can’t be evaluated or are no condition, whatever their effect', () => {
    expect(apply({ when: 'input.gone.deep', effect: 'flag' })).toMatchObject([
      { effect: 'deny', error: expect.any(String) },
    ])
    expect(apply({ when: 'input.n', effect: 'flag' })).toMatchObject([
      { effect: 'deny', error: expect.any(String) },
    ])
  })

  it('deny at output where they would need an approval', () => {
    const applied = apply({ at: 'output', effect: 'require-approval' }, 5, 'output')
    expect(applied).toMatchObject([{ effect: 'deny' }])
  })
})
