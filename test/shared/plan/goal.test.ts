import { describe, expect, it } from 'vitest'
import type { ProgramAction } from '../../../shared/compile/program.ts'
import type { GoalConstraint, GoalStrategy, StepTemplate } from '../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../shared/json.ts'
import { searchGoal } from '../../../shared/plan/goal.ts'
import { goalProblem } from '../../../shared/plan/goalProblem.ts'
import { searchPlan } from '../../../shared/plan/goalSearch.ts'
import { proposePlan } from '../../../shared/plan/proposePlan.ts'
import type { AppliedRails } from '../../../shared/plan/rails.ts'
import { anAction, aProgram } from '../../support/programs.ts'
import { setCover } from '../../support/setCover.ts'

const noRails: AppliedRails = {
  rules: [],
  only: null,
  never: [],
  must: [],
  maxSteps: null,
  maxCostUsd: null,
  maxRisk: null,
}

type Plan = {
  want: string[]
  actions: Record<string, Partial<ProgramAction>>
  candidates?: StepTemplate[]
  over?: Partial<GoalStrategy>
  facts?: Record<string, Json>
  input?: Json
  rails?: Partial<AppliedRails>
  avoid?: string[]
}

function plan({ want, actions, candidates, over, facts = {}, input = {}, rails, avoid = [] }: Plan) {
  const names = Object.keys(actions)
  return searchGoal(
    {
      type: 'goal',
      want,
      minimise: 'cost',
      candidates: candidates ?? names.map((id) => ({ id, action: id })),
      ...over,
    },
    {
      program: { actions: Object.fromEntries(names.map((id) => [id, anAction(actions[id])])) },
      scope: { input, facts },
      actions: names,
      rails: rails ? { ...noRails, ...rails } : null,
      avoid,
    },
  )
}

const orderOf = (chosen: ReturnType<typeof plan>) =>
  chosen.ok ? Object.fromEntries(chosen.steps.map(({ id, after }) => [id, after])) : chosen.reasons

describe('a goal with too many ways to look at them all', () => {
  it('looks at five thousand states where it says nothing', () => {
    const { strategy, request } = setCover(48, 16)
    const chosen = searchGoal(strategy, request)
    expect(chosen.ok && chosen.rationale[0]).toContain('5000 states looked at.')
  })

  it('knows no less of the optimum when it looks at more', () => {
    const atLeast = [200, 1000, 2000, 5000].map((states) => {
      const { strategy, request } = setCover(48, 16)
      const searched = searchPlan(goalProblem(strategy, request), states)
      return searched.found ? searched.atLeast : Number.NaN
    })
    expect(atLeast).toEqual(atLeast.toSorted((a, b) => a - b))
  })
})

describe('a goal', () => {
  it('takes the cheapest steps, and with equal costs the least risk, then the fewest, then the first', () => {
    const gives = ['x']
    expect(
      orderOf(plan({ want: ['x'], actions: { dear: { gives, costUsd: 2 }, cheap: { gives, costUsd: 1 } } })),
    ).toEqual({ cheap: [] })
    expect(
      orderOf(plan({ want: ['x'], actions: { risky: { gives, risk: 'high' }, safe: { gives } } })),
    ).toEqual({ safe: [] })
    expect(orderOf(plan({ want: ['x'], actions: { one: { gives }, other: { gives } } }))).toEqual({ one: [] })
    expect(
      orderOf(
        plan({
          want: ['x'],
          over: { minimise: 'risk' },
          actions: { dear: { gives, costUsd: 2 }, risky: { gives, risk: 'medium' } },
        }),
      ),
    ).toEqual({ dear: [] })
  })

  it('orders steps by what they need, and leaves the others free to run at once', () => {
    const chosen = plan({
      want: ['sent', 'logged'],
      actions: {
        send: { gives: ['sent'], needs: 'has(facts.quote) && has(facts.address)' },
        quote: { gives: ['quote'] },
        address: { gives: ['address'] },
        log: { gives: ['logged'] },
      },
    })
    expect(orderOf(chosen)).toEqual({ quote: [], address: [], send: ['quote', 'address'], log: [] })
  })

  it('waits for none of two facts when either will do and one is there already', () => {
    const chosen = plan({
      want: ['done', 'a'],
      facts: { b: 1 },
      actions: { a: { gives: ['a'] }, finish: { gives: ['done'], needs: 'has(facts.a) || has(facts.b)' } },
    })
    expect(orderOf(chosen)).toEqual({ a: [], finish: [] })
  })

  it('does what must not come after a fact before that fact is given', () => {
    const chosen = plan({
      want: ['closed', 'checked'],
      actions: { close: { gives: ['closed'] }, check: { gives: ['checked'], needs: '!has(facts.closed)' } },
    })
    expect(orderOf(chosen)).toEqual({ check: [], close: ['check'] })
  })

  it('counts facts that are there', () => {
    expect(plan({ want: ['x'], facts: { x: null }, actions: { a: { gives: ['x'] } } })).toEqual({
      ok: true,
      steps: [],
      rules: [],
      rationale: ['Everything that is wanted is there already.'],
    })
  })

  it('assumes what depends on a value that a step will bring, and says so', () => {
    const chosen = plan({
      want: ['ordered'],
      actions: {
        order: { gives: ['ordered'], needs: 'input.n > 0.0 && facts.quote.total < 100.0' },
        quote: { gives: ['quote'] },
      },
      input: { n: 1 },
    })
    expect(orderOf(chosen)).toEqual({ quote: [], order: ['quote'] })
    expect(chosen.ok && chosen.rationale).toEqual([
      'The plan with the least cost: 2 steps, $0, risk 2; optimal, 3 states looked at.',
      '“quote” is needed by “order”.',
      '“order” gives “ordered”.',
      'Assumed: “order” needs facts.quote.total < 100.0, which is known only when its turn comes.',
    ])
  })

  it('gives a fact anew when what it says does not fit', () => {
    const actions = {
      order: { gives: ['ordered'], needs: 'facts.quote.total < 100.0' },
      quote: { gives: ['quote'] },
    }
    const facts = { quote: { total: 500 } }
    expect(orderOf(plan({ want: ['ordered'], actions, facts }))).toEqual({ quote: [], order: ['quote'] })
    expect(orderOf(plan({ want: ['ordered'], actions, facts: { quote: { total: 5 } } }))).toEqual({
      order: [],
    })
  })

  it('knows arguments that can be told when the plan is made', () => {
    const small = (n: number) =>
      plan({
        want: ['x'],
        input: { n },
        actions: { act: { gives: ['x'], needs: 'args.n < 5.0' } },
        candidates: [{ id: 'one', action: 'act', args: { n: '{{ input.n }}' } }],
      })
    expect(orderOf(small(3))).toEqual({ one: [] })
    expect(small(7).ok).toBe(false)
  })

  it('does a step that another one waits for or reads, whatever it gives', () => {
    const chosen = plan({
      want: ['x'],
      actions: { act: { gives: ['x'] }, look: {} },
      candidates: [
        { id: 'one', action: 'act', args: { of: '{{ steps.two.output }}' }, after: ['three'] },
        { id: 'two', action: 'look' },
        { id: 'three', action: 'look' },
      ],
    })
    expect(orderOf(chosen)).toEqual({ two: [], three: [], one: ['two', 'three'] })
  })

  it('keeps condition, map and fallback of a candidate, but for fallbacks that rails forbid', () => {
    const step: StepTemplate = {
      id: 'one',
      action: 'a',
      when: 'input.n == 1.0',
      map: { over: 'input.list' },
      fallback: [{ action: 'b' }, { action: 'c' }],
    }
    const chosen = plan({
      want: ['x'],
      input: { n: 1, list: [1] },
      actions: { a: { gives: ['x'] }, b: {}, c: {} },
      candidates: [step],
      rails: { never: ['b'] },
    })
    expect(chosen.ok && chosen.steps).toEqual([{ ...step, fallback: [{ action: 'c' }], after: [] }])
  })
})

it('An argument that reads a fact is filled in when its step starts, after the step that gives the fact', () => {
  const strategy: GoalStrategy = {
    type: 'goal',
    want: ['sent'],
    minimise: 'cost',
    candidates: [
      { id: 'send', action: 'send', args: { to: '{{ facts.address.mail }}', n: '{{ input.n }}' } },
      { id: 'look', action: 'look' },
    ],
  }
  const actions = { send: anAction({ gives: ['sent'] }), look: anAction({ gives: ['address'] }) }
  const proposal = proposePlan({
    program: aProgram({ strategy, actions }),
    planner: 'plan',
    iteration: 1,
    because: null,
    version: 1,
    parent: null,
    scope: { input: { n: 1 }, facts: {} },
    ask: 1,
    seed: null,
    avoid: [],
    answers: new Map(),
  })
  expect(proposal).toMatchObject({
    ok: true,
    plan: {
      steps: [
        { id: 'look', after: [] },
        {
          id: 'send',
          after: ['look'],
          args: { to: null, n: 1 },
          bindings: { '/to': '{{ facts.address.mail }}' },
        },
      ],
    },
  })
})

describe('rails', () => {
  const gives = ['x']
  const actions = { a: { gives }, b: { gives, costUsd: 1 }, c: { gives: ['y'], costUsd: 2 } }

  it.for<[string, Partial<AppliedRails>, string[]]>([
    ['never', { never: ['a'] }, ['b']],
    ['only', { only: ['b', 'c'] }, ['b']],
    ['must', { must: ['c'] }, ['a', 'c']],
    ['maxSteps', { maxSteps: 1 }, ['a']],
  ])('%s bounds the plan', ([, rails, steps]) =>
    expect(Object.keys(orderOf(plan({ want: ['x'], actions, rails })))).toEqual(steps),
  )

  it('leave out what waits for a step that they forbid', () => {
    const candidates: StepTemplate[] = [
      { id: 'one', action: 'a', args: { of: '{{ steps.two.output }}' } },
      { id: 'two', action: 'c' },
      { id: 'other', action: 'b' },
    ]
    expect(orderOf(plan({ want: ['x'], actions, candidates, rails: { never: ['c'] } }))).toEqual({
      other: [],
    })
  })

  it('bound cost and risk', () => {
    expect(plan({ want: ['y'], actions, rails: { maxCostUsd: 1 } })).toEqual({
      ok: false,
      reasons: ['Without the rail “at most $1” there would be a plan.'],
    })
    const risky = { a: { gives, risk: 'high' }, b: { gives, costUsd: 1 } } as const
    expect(orderOf(plan({ want: ['x'], actions: { ...risky }, rails: { maxRisk: 'medium' } }))).toEqual({
      b: [],
    })
  })
})

describe('a step that a rejection blamed', () => {
  const actions = { a: { gives: ['x'] }, b: { gives: ['x'], costUsd: 1 } }

  it('is left out', () => {
    expect(orderOf(plan({ want: ['x'], actions, avoid: ['a'] }))).toEqual({ b: [] })
    expect(orderOf(plan({ want: ['x'], actions, avoid: ['a', 'b'] }))).toEqual([
      'Every plan needs a step that was rejected before: a, b.',
    ])
  })
})

describe('without a plan, it says', () => {
  it('which wanted fact nothing gives', () =>
    expect(plan({ want: ['x', 'y'], actions: { a: { gives: ['x'] } } })).toEqual({
      ok: false,
      reasons: ['No candidate gives “y”, which is wanted.'],
    }))

  it('which condition can’t hold, however deep it lies', () =>
    expect(
      plan({
        want: ['x'],
        input: { n: 1 },
        actions: {
          a: { gives: ['x'], needs: 'has(facts.y)' },
          b: { gives: ['y'], needs: 'input.n > 5.0' },
          c: { gives: ['y'], needs: 'input.gone > 5.0' },
        },
      }),
    ).toEqual({
      ok: false,
      reasons: [
        '“x” is wanted, and none of the steps that give it can ever be used.',
        '“a” needs has(facts.y), and “y” can’t be given.',
        '“b” can’t be used: it needs input.n > 5.0; it is false, and no step changes that.',
        '“c” can’t be used: it needs input.gone > 5.0; There is no input.gone; test for it with has(input.gone).',
      ],
    }))

  it('which constraint is in the way', () => {
    const actions = { a: { gives: ['x'], costUsd: 1 }, b: { gives: ['y'] } }
    const reasonsOf = (constraints: GoalConstraint[]) =>
      orderOf(plan({ want: ['x', 'y'], actions, over: { constraints } }))
    expect(reasonsOf([{ type: 'exclusive', steps: ['a', 'b'] }])).toEqual([
      'Without the constraint “no two of a, b” there would be a plan.',
    ])
    expect(reasonsOf([{ type: 'at-most', steps: ['a'], count: 0 }])).toEqual([
      'Without the constraint “at most 0 of a” there would be a plan.',
    ])
    expect(reasonsOf([{ type: 'budget', costUsd: 0.5 }])).toEqual([
      'Without the constraint “at most $0.5” there would be a plan.',
    ])
    // oxlint-disable-next-line unicorn/no-thenable -- the document's own word, and never awaited
    expect(reasonsOf([{ type: 'before', first: 'b', then: 'a' }])).toEqual({ b: [], a: ['b'] })
    expect(
      reasonsOf([
        { type: 'budget', steps: 1 },
        { type: 'at-most', steps: ['b'], count: 0 },
      ]),
    ).toEqual([
      'The constraints and rails together leave no plan, though each of them alone would allow one.',
    ])
  })

  it('that conditions exclude each other', () =>
    expect(
      orderOf(
        plan({
          want: ['x', 'y'],
          actions: {
            a: { gives: ['x'], needs: '!has(facts.y)' },
            b: { gives: ['y'], needs: '!has(facts.x)' },
          },
        }),
      ),
    ).toEqual(['The conditions of the steps exclude each other: no order lets all that are needed be used.']))
})
