import type { TableRule } from '../../../../shared/graph/nodes/planner.ts'
import { soundGraph, withNode } from '../../../support/graphs.ts'
import { fieldOf, rule, table } from './faultyGraphs.ts'
import type { GraphCase } from './graphCase.ts'

const input = {
  type: 'object',
  properties: { n: { type: 'integer', minimum: 0 }, tier: { enum: ['gold', 'basic'] } },
}
const plan = (change: Parameters<typeof table>[0]) =>
  withNode(withNode(soundGraph, 'start', { input }), 'plan', table(change))
const other = { id: 'one', action: 'act', args: { n: 2 } }
const otherwise = [{ id: 'one', action: 'act' }]
const tier = [{ id: 'tier', label: 'Tier', expr: 'input.tier' }]
const ranked = (id: string, cell: string, priority: number, step = other): TableRule => ({
  ...rule(id, cell, step),
  priority,
})

/** Decision tables whose rules get in each other's way, or leave something out. */
export const tableCases: GraphCase[] = [
  [
    'rules-overlap',
    'ranges that meet',
    plan({ hitPolicy: 'unique', rules: [rule('r', 'it <= 10'), rule('s', 'it >= 10')], otherwise }),
    fieldOf('plan', '/strategy/rules/1'),
  ],
  [
    'rules-overlap',
    'different meanings of one input',
    plan({ hitPolicy: 'any', rules: [rule('r', 'it < 10'), rule('s', '5', other)], otherwise }),
    fieldOf('plan', '/strategy/rules/1'),
  ],
  [
    'rules-ambiguous',
    'one priority for two meanings',
    plan({
      hitPolicy: 'priority',
      rules: [ranked('r', 'it < 10', 1), ranked('s', 'it > 5', 1, otherwise[0] as typeof other)],
      otherwise,
    }),
    fieldOf('plan', '/strategy/rules/1'),
  ],
  [
    'rule-unreachable',
    'a rule that two others come before together',
    plan({ rules: [rule('r', 'it < 5'), rule('s', 'it >= 5'), rule('t', '[1, 7]')] }),
    fieldOf('plan', '/strategy/rules/2'),
  ],
  [
    'rule-unreachable',
    'a rule of less priority than one that always matches',
    plan({ hitPolicy: 'priority', rules: [ranked('r', '5', 1), ranked('s', '-', 2)] }),
    fieldOf('plan', '/strategy/rules/0'),
  ],
  [
    'rule-never-matches',
    'a value that the schema excludes',
    plan({ inputs: tier, rules: [rule('r', '"silver"'), rule('s', '-')] }),
    fieldOf('plan', '/strategy/rules/0/cells/0'),
  ],
  [
    'rule-never-matches',
    'rails for what can’t be',
    withNode(withNode(soundGraph, 'start', { input }), 'plan', {
      rails: { inputs: tier, rules: [{ id: 'r', cells: ['"silver"'], never: ['act'] }] },
    }),
    fieldOf('plan', '/rails/rules/0/cells/0'),
  ],
  [
    'table-gap',
    'a number between two ranges',
    plan({ hitPolicy: 'unique', rules: [rule('r', 'it < 5'), rule('s', 'it > 5')] }),
    fieldOf('plan', '/strategy/rules'),
  ],
  [
    'table-gap',
    'a value of an enumeration',
    plan({ inputs: tier, rules: [rule('r', '"gold"')] }),
    fieldOf('plan', '/strategy/rules'),
  ],
  [
    'table-not-analysed',
    'a condition that is known only in a run',
    plan({ rules: [rule('r', 'it > input.n / 2'), rule('s', '-')] }),
    fieldOf('plan', '/strategy/rules/0/cells/0'),
  ],
  [
    'table-not-analysed',
    'more rules than are compared',
    plan({ rules: Array.from({ length: 301 }, (_, n) => rule(`r${n}`, `${n}`)), otherwise }),
    fieldOf('plan', '/strategy/rules'),
  ],
]
