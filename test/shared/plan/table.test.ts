import { describe, expect, it } from 'vitest'
import type {
  HitPolicy,
  StepTemplate,
  TableRule,
  TableStrategy,
} from '../../../shared/graph/nodes/planner.ts'
import { table } from '../../../shared/plan/table.ts'

const step = (id: string, over: Partial<StepTemplate> = {}): StepTemplate => ({ id, action: 'act', ...over })
const rule = (id: string, cell: string, steps: StepTemplate[], over: Partial<TableRule> = {}): TableRule => ({
  id,
  cells: [cell],
  steps,
  ...over,
})
const decide = (hitPolicy: HitPolicy, rules: TableRule[], n: unknown, over: Partial<TableStrategy> = {}) =>
  table(
    { type: 'table', hitPolicy, inputs: [{ id: 'n', label: 'N', expr: 'input.n' }], rules, ...over },
    { input: { n: n as number } },
  )

const small = rule('small', 'it < 5', [step('a')], { priority: 1 })
const odd = rule('odd', '[1, 3, 5]', [step('b')], { priority: 2 })
const any = rule('any', '-', [step('a')])
const idsOf = (chosen: ReturnType<typeof table>) => chosen.ok && chosen.steps.map(({ id }) => id)

describe('a cell', () => {
  it.for([
    ['', 7, true],
    ['-', 7, true],
    ['7', 7, true],
    ['7', 8, false],
    ['7.0', 7, true],
    ['-7', -7, true],
    ['"bug"', 'bug', true],
    ['"bug"', 'bugs', false],
    ['true', true, true],
    ['true', false, false],
    ['false', false, true],
    ['null', null, true],
    ['["bug", "crash"]', 'crash', true],
    ['["bug", "crash"]', 'other', false],
    ['it > 3 && it < 9', 7, true],
    ['it == input.n', 7, true],
    ['it.startsWith("b")', 'bug', true],
  ] as const)('%s over %s: %s', ([cell, value, matches]) => {
    expect(decide('first', [rule('r', cell, [step('a')])], value).ok).toBe(matches)
  })

  it('that is neither a literal nor a condition leaves no decision', () => {
    expect(decide('first', [rule('r', 'it + 1', [step('a')])], 7)).toEqual({
      ok: false,
      reasons: ['Rule “r”, column “N”: The cell is neither a literal nor a condition.'],
    })
  })
})

describe('the hit policy', () => {
  it('unique takes the only match, and refuses two', () => {
    expect(idsOf(decide('unique', [small, odd], 2))).toEqual(['a'])
    expect(decide('unique', [small, odd], 3)).toMatchObject({ ok: false })
  })

  it('first takes the first in order and looks no further', () => {
    const broken = rule('broken', 'it.no.such', [step('c')])
    expect(idsOf(decide('first', [odd, small], 3))).toEqual(['b'])
    expect(idsOf(decide('first', [small, broken], 3))).toEqual(['a'])
  })

  it('priority takes the highest, the first of equals', () => {
    expect(idsOf(decide('priority', [small, odd], 3))).toEqual(['b'])
    expect(idsOf(decide('priority', [rule('x', '-', [step('x')]), rule('y', '-', [step('y')])], 3))).toEqual([
      'x',
    ])
  })

  it('any takes matches that say the same, whatever they say about why, and refuses others', () => {
    expect(idsOf(decide('any', [small, { ...any, why: 'always' }], 3))).toEqual(['a'])
    expect(decide('any', [small, odd], 3)).toMatchObject({ ok: false })
  })

  it('collect takes all, the same step once, and refuses one id with two meanings', () => {
    expect(decide('collect', [small, odd, any], 3)).toMatchObject({
      ok: true,
      rules: ['small', 'odd', 'any'],
    })
    expect(idsOf(decide('collect', [small, odd, any], 3))).toEqual(['a', 'b'])
    const other = rule('other', '-', [step('a', { args: { n: 1 } })])
    expect(decide('collect', [small, other], 3)).toMatchObject({ ok: false })
  })

  it('rule-order takes all, those of a rule after those of the rule before', () => {
    const chosen = decide('rule-order', [small, odd], 3)
    expect(chosen.ok && chosen.steps).toEqual([step('a', { after: [] }), step('b', { after: ['a'] })])
  })

  it.for(['unique', 'first', 'priority', 'any', 'collect', 'rule-order'] as const)(
    '%s has no plan without a match, but for `otherwise`',
    (hitPolicy) => {
      expect(decide(hitPolicy, [small], 9)).toMatchObject({ ok: false })
      expect(idsOf(decide(hitPolicy, [small], 9, { otherwise: [step('z')] }))).toEqual(['z'])
    },
  )
})

it('A column that can’t be evaluated leaves no decision, unless no rule looks at it', () => {
  const broken = { inputs: [{ id: 'n', label: 'N', expr: 'input.gone.deep' }] }
  expect(decide('first', [small], 1, broken)).toMatchObject({ ok: false })
  expect(idsOf(decide('first', [any], 1, broken))).toEqual(['a'])
})
