import fc from 'fast-check'
import type { ProgramPlanner } from '../../../shared/compile/program.ts'
import type { Assumption } from '../../../shared/graph/assumption.ts'
import type { Rails, SingleStrategy, Strategy } from '../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../shared/json.ts'
import { actionIds, mostlyTrue, seldom, step, steps } from './steps.ts'

const cell = fc.constantFrom('-', '', '1', '[1, 5]', 'it > 3', 'it < 3', '-', 'it > 0', 'nope')
const inputs = [{ id: 'n', label: 'n', expr: 'input.n' }]

const rule = fc.record({ cells: fc.tuple(cell), priority: fc.integer({ min: 0, max: 2 }), steps })

const sequence: fc.Arbitrary<SingleStrategy> = steps.map((made) => ({ type: 'sequence', steps: made }))

const table: fc.Arbitrary<SingleStrategy> = fc
  .record({
    hitPolicy: fc.constantFrom('unique', 'first', 'priority', 'any', 'collect', 'rule-order'),
    rules: fc.array(rule, { maxLength: 3 }),
    otherwise: fc.option(steps, { nil: undefined }),
  })
  .map(({ otherwise, rules, hitPolicy }) => ({
    type: 'table',
    hitPolicy: hitPolicy as 'first',
    inputs,
    rules: rules.map((each, place) => ({ id: `rule${place}`, ...each })),
    ...(otherwise ? { otherwise } : {}),
  }))

const goal: fc.Arbitrary<SingleStrategy> = fc
  .record({
    want: fc.subarray(['labelled', 'closed'], { minLength: 1 }),
    candidates: fc.tuple(step('one', []), step('two', []), step('three', ['one'])),
    minimise: fc.constantFrom('cost', 'risk', 'steps'),
  })
  .map(({ minimise, ...made }) => ({ type: 'goal', minimise: minimise as 'cost', ...made }))

const choice: fc.Arbitrary<SingleStrategy> = fc
  .array(fc.record({ weight: fc.constantFrom(0, 1, 5), when: mostlyTrue, steps }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((options) => ({
    type: 'choice',
    options: options.map((option, place) => ({ id: `option${place}`, ...option })),
  }))

const http: fc.Arbitrary<SingleStrategy> = fc
  .record({
    maxAttempts: fc.integer({ min: 1, max: 3 }),
    context: seldom(fc.constant('{{ input.missing }}'), { n: '{{ input.n }}' }),
  })
  .map(({ maxAttempts, context }) => ({
    type: 'http',
    host: 'sandbox',
    path: '/plan',
    context,
    timeoutSeconds: 5,
    retry: { maxAttempts, initialSeconds: 1, factor: 2, maxSeconds: 4, jitter: 'full' },
  }))

/** What plans by itself without a host, as the first release had it. */
const plainStrategy: fc.Arbitrary<Strategy> = fc.oneof(
  { weight: 4, arbitrary: sequence },
  { weight: 1, arbitrary: table },
)

const anySingle = fc.oneof(sequence, table, goal, choice, { weight: 2, arbitrary: http })

const federation: fc.Arbitrary<Strategy> = fc
  .record({
    combine: fc.constantFrom('merge', 'first', 'cheapest') as fc.Arbitrary<'merge'>,
    members: fc.array(anySingle, { minLength: 1, maxLength: 3 }),
  })
  .map(({ combine, members }) => ({
    type: 'federation',
    combine,
    members: members.map((strategy, place) => ({ id: `member${place}`, strategy })),
  }))

const rails: fc.Arbitrary<Rails> = fc
  .array(
    fc.record(
      {
        cells: fc.tuple(fc.constantFrom('-', 'it > 3', 'it < 3', '-', 'nope')),
        only: fc.subarray([...actionIds], { minLength: 1 }),
        never: fc.subarray([...actionIds], { maxLength: 2 }),
        must: fc.subarray([...actionIds], { maxLength: 1 }),
        maxSteps: fc.integer({ min: 0, max: 4 }),
        maxCostUsd: fc.constantFrom(0, 1, 5),
        message: fc.constant('Keep to it'),
      },
      { requiredKeys: ['cells'] },
    ),
    { minLength: 1, maxLength: 2 },
  )
  .map((rules) => ({ inputs, rules: rules.map((each, place) => ({ id: `rail${place}`, ...each })) }))

const holds: fc.Arbitrary<Assumption> = mostlyTrue.map((expr) => ({
  type: 'holds',
  expr,
  message: 'It has to be so.',
}))

const reachable: fc.Arbitrary<Assumption> = fc
  .constantFrom('alpha', 'beta', 'gamma')
  .map((host) => ({ type: 'reachable', host }))

const fresh: fc.Arbitrary<Assumption> = fc
  .record({ what: fc.constantFrom('input', 'labelled'), seconds: fc.constantFrom(1, 20, 3600) })
  .map((made) => ({ type: 'fresh', ...made }))

/** What is taken for granted, seldom; how old something may be only where time may decide. */
export function assumptions(ages: boolean): fc.Arbitrary<Assumption[]> {
  const each = ages ? fc.oneof(holds, reachable, fresh) : fc.oneof(holds, reachable)
  return seldom(fc.array(each, { minLength: 1, maxLength: 2 }), [])
}

export type PlannerParts = Pick<ProgramPlanner, 'strategy' | 'rails' | 'asks' | 'assumes' | 'expected'>

/** How a planner plans: any strategy, or only those that need nothing from outside. */
export function plannerParts({
  anyPlanner,
  ages,
}: {
  anyPlanner: boolean
  ages: boolean
}): fc.Arbitrary<PlannerParts> {
  const any = fc.oneof(
    { weight: 5, arbitrary: plainStrategy },
    { weight: 2, arbitrary: anySingle },
    { weight: 1, arbitrary: federation },
  )
  return fc.record({
    strategy: anyPlanner ? any : plainStrategy,
    rails: anyPlanner ? seldom(rails, null) : fc.constant(null),
    asks: fc.integer({ min: 1, max: 3 }),
    assumes: anyPlanner ? assumptions(ages) : fc.constant([]),
    expected: fc.constantFrom<Json[]>(null, { n: '{{ input.n }}' }, null),
  })
}
