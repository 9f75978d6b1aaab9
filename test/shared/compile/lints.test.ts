import { describe, expect, it } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import type { CompileContext } from '../../../shared/compile/report.ts'
import { alwaysIs } from '../../../shared/expr/alwaysIs.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { wire } from '../../../shared/templates/wire.ts'
import { action, soundGraph, withEdges, withNode, withNodes } from '../../support/graphs.ts'
import { check, policy, rule, steps, table } from './cases/faultyGraphs.ts'
import { asking, chained, lasting, railed } from './cases/lintCases.ts'

const codesOf = (graph: Graph, context?: CompileContext) =>
  compile(graph, context).diagnostics.map(({ code }) => code)

/** A lasting step, and one that looks at what is there afterwards. */
const looked = (after: string[]) =>
  withEdges(
    withNode(withNodes(lasting(), action('look')), 'plan', {
      ...steps(
        { id: 'one', action: 'act', args: { n: '{{ input.n }}' } },
        { id: 'two', action: 'look', after },
      ),
    }),
    wire('plan.plan', 'look.step'),
    wire('look.result', 'check.in'),
  )

const silent: [string, Graph, CompileContext?][] = [
  [
    'an effect whose output a check reads',
    withNode(lasting(), 'check', check('steps.one.output.status == 201')),
  ],
  [
    'an effect whose output a check may read',
    withNode(lasting(), 'check', check('steps.all(id, steps[id].output != null)')),
  ],
  ['an effect that says what its output is', lasting({ output: { type: 'object', required: ['status'] } })],
  [
    'an effect that a later step looks at',
    withNode(looked(['one']), 'check', check('steps.two.output.body.there')),
  ],
  [
    'an undo that tells a lost answer apart',
    lasting({
      ensures: 'true',
      idempotency: 'none',
      undoArgs: { id: '{{ output == null ? args.key : output.body.id }}' },
    }),
  ],
  [
    'an undo by the output of a call that can be made again',
    lasting({ ensures: 'true', undoArgs: { id: '{{ output.body.id }}' } }),
  ],
  [
    'an undo by the output where what is uncertain is left',
    lasting({
      ensures: 'true',
      idempotency: 'none',
      undoOn: ['failed'],
      undoArgs: { id: '{{ output.body.id }}' },
    }),
  ],
  [
    'two steps of one action with other arguments',
    withNode(
      lasting({ ensures: 'true' }),
      'plan',
      steps({ id: 'one', action: 'act', args: { n: 1 } }, { id: 'two', action: 'act', args: { n: 2 } }),
    ),
  ],
  [
    'two rules that make the same call and never match together',
    withNode(
      lasting({ ensures: 'true' }),
      'plan',
      table({
        hitPolicy: 'collect',
        rules: [rule('a', 'it > 1'), rule('b', 'it <= 1', { id: 'two', action: 'act' })],
        otherwise: [],
      }),
    ),
  ],
  ['a second verifier that looks at something else', chained({})],
  ['iterations that a run can pay for', withNode(soundGraph, 'act', { costUsd: 2 })],
  ['an approval by as many people as there are', asking({ need: 2 }), { people: { approver: 1, admin: 1 } }],
  ['a policy within the limits', policy({ when: 'run.costUsd > 5 && action.risk == "high"' })],
  ['a sequence that keeps its rails', railed({ only: ['act'], maxSteps: 1, must: ['act'] })],
  [
    'a fallback with other arguments',
    withNode(
      soundGraph,
      'plan',
      steps({ id: 'one', action: 'act', args: { n: 1 }, fallback: [{ action: 'act', args: { n: 2 } }] }),
    ),
  ],
]

describe('the lints have nothing to say of', () => {
  it.each(silent)('%s', (_, graph, context) => expect(codesOf(graph, context)).toEqual([]))
})

describe('an effect', () => {
  it('is not checked by a step that looks at something before it, or beside it', () => {
    const beside = withNode(looked([]), 'check', check('steps.two.output.body.there'))
    expect(codesOf(beside)).toEqual(['unverified-action'])
  })
})

describe('what a condition always comes to', () => {
  const shape = {
    run: {
      type: 'object',
      properties: { n: { type: 'integer', minimum: 0, maximum: 5 }, kind: { enum: ['a', 'b'] }, free: true },
      required: ['n', 'kind'],
    },
    maybe: { properties: { n: { type: 'integer', maximum: 5 } } },
  }
  it.each([
    ['run.n > 5', false],
    ['5 < run.n', false],
    ['run.n >= 0', true],
    ['run.n > 4', null],
    ['run.kind == "c"', false],
    ['run.kind != "c"', true],
    ['run.kind in ["a", "b"]', true],
    ['run.kind in ["a"]', null],
    ['run.kind == "a"', null],
    ['!(run.n > 5)', true],
    ['run.n > 5 || run.kind == "c"', false],
    ['run.n > 5 || run.kind == "a"', null],
    ['run.n > 5 && run.free', false],
    ['run.free || run.n <= 5', true],
    // What may not be there is an error then, and an error is not false.
    ['maybe.n > 5', null],
    ['run.free > 5', null],
    ['run.n > "a"', null],
    ['1 < 2', true],
    ['not an expression', null],
  ])('%s: %j', (source, expected) => expect(alwaysIs(source, shape)).toBe(expected))
})
