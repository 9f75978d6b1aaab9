import { describe, expect, it } from 'vitest'
import type { RailRule, Rails, StepTemplate } from '../../../shared/graph/nodes/planner.ts'
import { applyRails } from '../../../shared/plan/rails.ts'
import { anAnswer, external, planFrom, propose, reasonsFrom, withPlanner } from '../../support/plans.ts'
import { anAction, aStep, stepsInAnyOrder } from '../../support/programs.ts'

const actions = {
  act: anAction({ costUsd: 0.1 }),
  dear: anAction({ costUsd: 5, risk: 'medium' }),
  risky: anAction({ risk: 'high' }),
}
const railsOf = (...rules: (Partial<RailRule> & { cell?: string })[]): Rails => ({
  inputs: [{ id: 'n', label: 'n', expr: 'input.n' }],
  rules: rules.map(({ cell = '-', ...rule }, place) => ({ id: `r${place}`, cells: [cell], ...rule })),
})
const planner = (rails: Rails, steps: StepTemplate[]) =>
  withPlanner({ rails, strategy: stepsInAnyOrder(...steps), actions: Object.keys(actions) }, { actions })

describe('rails', () => {
  it('are the rules that match, joined', () => {
    const rails = railsOf(
      { only: ['act', 'dear'], maxSteps: 3, maxRisk: 'high' },
      { cell: 'it > 5', never: ['act'] },
      { cell: '1', only: ['dear', 'risky'], must: ['dear'], maxSteps: 2, maxRisk: 'medium' },
    )
    expect(applyRails(rails, { input: { n: 1 } })).toMatchObject({
      ok: true,
      rails: { only: ['dear'], never: [], must: ['dear'], maxSteps: 2, maxCostUsd: null, maxRisk: 'medium' },
    })
    expect(applyRails(railsOf({ cell: '2', maxSteps: 1 }), { input: { n: 1 } })).toEqual({
      ok: true,
      rails: null,
    })
  })

  it('leave no plan when it can’t be told whether they match', () => {
    const broken = planner(railsOf({ cell: 'it.deep > 1', maxSteps: 9 }), [])
    expect(propose(broken)).toMatchObject({ ok: false, rejected: false, reasons: [{ code: 'no-plan' }] })
  })

  it.for<[string, Partial<RailRule>, StepTemplate[], string | undefined]>([
    ['an action besides those allowed', { only: ['act'] }, [aStep('a'), aStep('b', { action: 'dear' })], 'b'],
    ['an action that is forbidden', { never: ['act'] }, [aStep('a')], 'a'],
    [
      'a fallback that is forbidden',
      { never: ['dear'] },
      [aStep('a', { fallback: [{ action: 'dear' }] })],
      'a_or_1',
    ],
    ['without an action that it has to use', { must: ['dear'] }, [aStep('a')], undefined],
    ['too many steps', { maxSteps: 1 }, [aStep('a'), aStep('b')], undefined],
    ['too high a cost', { maxCostUsd: 0.15 }, [aStep('a'), aStep('b')], undefined],
    [
      'too high a cost, for all the items it may have',
      { maxCostUsd: 1 },
      [aStep('a', { map: { over: 'input.list', max: 11 } })],
      undefined,
    ],
    [
      'too high a cost of a fallback',
      { maxCostUsd: 1 },
      [aStep('a', { fallback: [{ action: 'dear' }] })],
      undefined,
    ],
    ['too risky an action', { maxRisk: 'medium' }, [aStep('a', { action: 'risky' })], 'a'],
  ])('reject a proposal with %s', ([, rule, steps, blamed]) => {
    const proposal = propose(planner(railsOf({ ...rule, message: 'Mind this' }), steps))
    expect(proposal).toMatchObject({
      ok: false,
      rejected: true,
      proposal: { steps: expect.anything() as unknown },
    })
    expect(reasonsFrom(planner(railsOf({ ...rule, message: 'Mind this' }), steps))).toMatchObject([
      {
        code: 'rails',
        message: expect.stringContaining('Mind this') as string,
        ...(blamed ? { step: blamed } : {}),
      },
    ])
  })

  it('let through what keeps them, to the cent', () => {
    const rails = railsOf({ maxSteps: 3, maxCostUsd: 0.3, maxRisk: 'low', must: ['act'], only: ['act'] })
    expect(planFrom(planner(rails, [aStep('a'), aStep('b'), aStep('c')])).steps).toHaveLength(3)
  })

  it('bind an external planner as any other', () => {
    const program = withPlanner({ strategy: external, rails: railsOf({ never: ['act'] }) }, { actions })
    expect(reasonsFrom(program, { answer: anAnswer([{ id: 'a', action: 'act' }]) })).toMatchObject([
      { code: 'rails', step: 'a' },
    ])
  })
})
