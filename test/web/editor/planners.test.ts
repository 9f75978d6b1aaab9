import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stepsOf } from '../../../shared/graph/mapSteps.ts'
import type { ActionNode } from '../../../shared/graph/nodes/action.ts'
import type { PlannerNode, Strategy } from '../../../shared/graph/nodes/planner.ts'
import { candidatesFor } from '../../../web/editor/model/candidates.ts'
import { changeCall, newCall, usualSafety } from '../../../web/editor/model/changeCall.ts'
import { changeStrategy } from '../../../web/editor/model/changeStrategy.ts'
import { addColumn, addRailRule, moveColumn, removeColumn } from '../../../web/editor/model/decisionTable.ts'
import { describeCall, describeCallBriefly } from '../../../web/editor/model/describeCall.ts'
import { describeConstraint } from '../../../web/editor/model/describeConstraint.ts'
import { describeRail } from '../../../web/editor/model/describeRail.ts'
import { describeStrategy } from '../../../web/editor/model/describeStrategy.ts'
import { renameReferences } from '../../../web/editor/model/references.ts'
import { retrySchedule } from '../../../web/editor/model/retryWaits.ts'
import { shares } from '../../../web/editor/model/shares.ts'

const step = (id: string, action = 'old') => ({ id, action, fallback: [{ action }] })
const goal = { type: 'goal', want: ['paid', 'told'], minimise: 'cost', candidates: [step('a')] } as const
const strategies: readonly Strategy[] = [
  { type: 'sequence', steps: [step('a')] },
  {
    type: 'table',
    hitPolicy: 'first',
    inputs: [],
    rules: [{ id: 'r', cells: [], steps: [step('a')] }],
    otherwise: [step('b')],
  },
  { ...goal, want: [...goal.want], candidates: [...goal.candidates] },
  {
    type: 'choice',
    options: [
      { id: 'x', weight: 7, steps: [step('a')] },
      { id: 'y', weight: 3, steps: [step('b')] },
    ],
  },
  { type: 'http', host: 'service', path: '/plan' },
]
const federation: Strategy = {
  type: 'federation',
  combine: 'merge',
  members: strategies.flatMap((strategy, index) =>
    strategy.type === 'federation' ? [] : [{ id: `m${index}`, strategy }],
  ),
}
const planner = (strategy: Strategy): PlannerNode => ({
  kind: 'planner',
  id: 'plan',
  title: 'Plan',
  strategy,
})

describe('the id of an action that changes', () => {
  it.each([...strategies, federation])('follows into the plans of a $type strategy', (strategy) => {
    const renamed = renameReferences(planner(strategy), (id) => (id === 'old' ? 'new' : id))
    expect(JSON.stringify(renamed)).not.toContain('"old"')
    expect(JSON.stringify(renamed).replaceAll('"new"', '"old"')).toBe(JSON.stringify(planner(strategy)))
  })

  it('follows into the rails', () => {
    const rule = { id: 'r', cells: [], only: ['old', 'other'], never: ['old'], must: ['old'] }
    const node = { ...planner(federation), rails: { inputs: [], rules: [rule] } }
    const renamed = renameReferences(node, (id) => (id === 'old' ? 'new' : id))
    expect(renamed).toMatchObject({
      rails: { rules: [{ only: ['new', 'other'], never: ['new'], must: ['new'] }] },
    })
  })
})

describe('another strategy', () => {
  it.each(strategies.filter(({ type }) => type !== 'http'))(
    'keeps the first steps of a $type',
    (strategy) => {
      for (const to of ['sequence', 'table', 'goal', 'choice', 'federation'] as const)
        expect(stepsOf(changeStrategy(strategy, to)).length).toBeGreaterThan(0)
    },
  )

  it('wraps a strategy in a federation, and unwraps it', () => {
    const wrapped = changeStrategy(strategies[2] as Strategy, 'federation')
    expect(changeStrategy(wrapped, 'goal')).toEqual(strategies[2])
  })

  it('has a candidate for each action that has none, under free ids', () => {
    const actions = [
      { value: 'old', label: 'Old' },
      { value: 'fresh', label: 'A' },
    ]
    expect(candidatesFor([step('a')], actions)).toEqual([{ id: 'a2', action: 'fresh' }])
  })
})

describe('words for a card', () => {
  it('say how a planner plans', () => {
    expect([...strategies, federation].map(describeStrategy)).toEqual([
      'sequence · 1 step',
      'table · 1 rule · first',
      'wants paid, told · 1 candidate',
      '70 % x · 30 % y',
      'asks service/plan',
      'merges m0, m1, m2, m3, m4',
    ])
  })

  it('say what an action waits for, calls or sends', () => {
    const wait = (seconds: number) =>
      ({ uses: 'wait', for: { type: 'event', event: 'paid', timeoutSeconds: seconds } }) as const
    expect(describeCall(wait(7200))).toBe('until event paid · 2 h')
    expect(describeCall({ uses: 'wait', for: { type: 'duration', seconds: 'input.delay' } })).toBe(
      'wait {delay} s',
    )
    expect(describeCall({ uses: 'loop', loop: 'refund-loop', input: null })).toBe('→ refund-loop')
    const emit = { uses: 'emit', host: 'shop', path: '/', type: 'order.paid' } as const
    expect([describeCall(emit), describeCallBriefly(emit)]).toEqual([
      'emit order.paid → shop',
      'emit order.paid',
    ])
  })

  it('read a constraint and a rail as a sentence', () => {
    expect(describeConstraint({ type: 'at-most', steps: ['a', 'b'], count: 1 })).toBe('at most 1 of a, b')
    // oxlint-disable-next-line unicorn/no-thenable -- the document's own word, and never awaited
    expect(describeConstraint({ type: 'before', first: 'a', then: 'b' })).toBe('a before b')
    expect(describeConstraint({ type: 'exclusive', steps: ['a', 'b'] })).toBe('never both a and b')
    expect(describeConstraint({ type: 'budget', costUsd: 2, steps: 1 })).toBe('budget $2 · 1 step')
    expect(describeRail({ id: 'r', cells: [], never: ['a'], maxRisk: 'low' })).toBe('never 1 · risk ≤ low')
  })
})

describe('weights as percents', () => {
  it('add up to 100 and keep the order of the weights', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (weights) => {
          const percents = shares(weights)
          expect(percents.reduce((sum, percent) => sum + percent, 0)).toBe(100)
          weights.forEach((weight, index) => {
            const share = (weight / weights.reduce((sum, each) => sum + each, 0)) * 100
            expect(Math.abs((percents[index] ?? NaN) - share)).toBeLessThan(1)
          })
        },
      ),
    )
  })
  it('are zeros when nothing weighs', () => expect(shares([0, 0])).toEqual([0, 0]))
})

describe('the schedule of a retry', () => {
  const retry = { maxAttempts: 4, initialSeconds: 1, factor: 2, maxSeconds: 3, jitter: 'none' } as const
  const times = (limit: number | null, jitter: 'full' | 'none' = 'none') =>
    retrySchedule({ ...retry, jitter }, limit).map(({ earliest, latest, cut }) => [earliest, latest, cut])

  it('adds up the waits, up to the longest', () => {
    expect(times(null)).toEqual([
      [0, 0, 'never'],
      [1, 1, 'never'],
      [3, 3, 'never'],
      [6, 6, 'never'],
    ])
  })
  it('begins anywhere up to the wait with full jitter, so that a limit may or may not cut it off', () => {
    expect(times(5, 'full')).toEqual([
      [0, 0, 'never'],
      [0, 1, 'never'],
      [0, 3, 'never'],
      [0, 6, 'maybe'],
    ])
    expect(times(5)[3]).toEqual([6, 6, 'always'])
  })
})

describe('an action that does something else', () => {
  const action: ActionNode = {
    kind: 'action',
    id: 'a',
    title: 'A',
    call: newCall('http', 'h'),
    ...usualSafety.http,
  }
  it('is as safe as its new kind is, unless it was said how safe it is', () => {
    expect(changeCall(action, 'wait')).toMatchObject({ reversibility: 'pure', idempotency: 'native' })
    expect(changeCall({ ...action, idempotency: 'none' }, 'wait')).toMatchObject({ idempotency: 'none' })
  })
})

describe('rails as a table', () => {
  it('move and lose the cells of a column with it', () => {
    const wide = addColumn(addColumn({ inputs: [], rules: [{ id: 'r', cells: [], maxSteps: 2 }] }))
    const [rule] = wide.rules
    const filled = { ...wide, rules: [{ ...rule, id: 'r', cells: ['1', '2'] }] }
    expect(moveColumn(filled, 0, 1).rules[0]?.cells).toEqual(['2', '1'])
    expect(removeColumn(filled, 0).rules[0]?.cells).toEqual(['2'])
    expect(addRailRule(filled).rules[1]).toEqual({ id: 'rail', cells: ['-', '-'] })
  })
})
