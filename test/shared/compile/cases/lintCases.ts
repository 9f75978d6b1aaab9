import type { Graph } from '../../../../shared/graph/graph.ts'
import type { ActionNode } from '../../../../shared/graph/nodes/action.ts'
import type { GoalConstraint, RailRule } from '../../../../shared/graph/nodes/planner.ts'
import { wire } from '../../../../shared/templates/wire.ts'
import { action, soundGraph, withEdges, withNode, withNodes, withoutEdges } from '../../../support/graphs.ts'
import { check, closedInput, fieldOf, policy, rule, steps, table } from './faultyGraphs.ts'
import type { GraphCase } from './graphCase.ts'

/** A step whose effect lasts, with its undo. */
export const lasting = (change: Partial<ActionNode> = {}): Graph =>
  withEdges(
    withNodes(
      withNode(soundGraph, 'act', { reversibility: 'compensable', idempotency: 'keyed', ...change }),
      action('undo'),
    ),
    wire('act.undo', 'undo.step'),
  )
const verified = { ensures: 'output.status == 201' }

/** A second verifier after the first one. */
export const chained = (change: object): Graph =>
  withEdges(
    withNodes(withoutEdges(soundGraph, 'check.pass'), {
      kind: 'verifier',
      id: 'check2',
      title: 'Check 2',
      ...check('steps.one.output != null'),
      ...change,
    }),
    wire('check.pass', 'check2.in'),
    wire('check2.pass', 'done.in'),
    wire('check2.replan', 'plan.in'),
    wire('check2.rollback', 'stopped.in'),
    wire('check2.escalate', 'stopped.in'),
    wire('check2.bail', 'stopped.in'),
  )

export const asking = (change: object): Graph =>
  withEdges(
    withNodes(withoutEdges(soundGraph, 'check.escalate'), {
      kind: 'approval',
      id: 'ask',
      title: 'Ask',
      approvers: ['approver'],
      deadlineSeconds: 60,
      ...change,
    }),
    wire('check.escalate', 'ask.in'),
    wire('ask.granted', 'done.in'),
    wire('ask.denied', 'stopped.in'),
    wire('ask.expired', 'stopped.in'),
  )

export const railed = (change: Partial<RailRule>): Graph =>
  withNode(soundGraph, 'plan', { rails: { inputs: [], rules: [{ id: 'r', cells: [], ...change }] } })

const before = (first: string, second: string): GoalConstraint => ({
  type: 'before',
  first,
  then: second, // oxlint-disable-line unicorn/no-thenable -- a constraint, never awaited
})

const goal = (...constraints: GoalConstraint[]): Graph =>
  withNode(withNode(soundGraph, 'act', { gives: ['done'] }), 'plan', {
    strategy: {
      type: 'goal',
      want: ['done'],
      candidates: [
        { id: 'one', action: 'act' },
        { id: 'two', action: 'act' },
      ],
      minimise: 'cost',
      constraints,
    },
  })

const twice = withNode(
  lasting(verified),
  'plan',
  steps({ id: 'one', action: 'act' }, { id: 'two', action: 'act' }),
)

/** Graphs that compile and disappoint. */
export const lintCases: GraphCase[] = [
  ['unverified-action', 'an effect of which only the status is read', lasting(), { node: 'act' }],
  [
    'check-cannot-fail',
    'a rule that is written out as true',
    withNode(soundGraph, 'check', {
      checks: [
        ...check('steps.one.output != null').checks,
        { type: 'rule', id: 'b', expr: '1 < 2', onFail: 'bail' },
      ],
    }),
    fieldOf('check', '/checks/1'),
  ],
  [
    'check-cannot-fail',
    'a rule that the limits of a run make true',
    withNode(soundGraph, 'check', {
      checks: [
        ...check('steps.one.output != null').checks,
        { type: 'rule', id: 'b', expr: 'run.iteration <= 5', onFail: 'bail' },
      ],
    }),
    fieldOf('check', '/checks/1'),
  ],
  [
    'check-cannot-fail',
    'a schema that takes anything',
    withNode(soundGraph, 'check', {
      checks: [
        ...check('steps.one.output != null').checks,
        { type: 'schema', id: 'b', target: 'input', schema: { title: 'Anything' }, onFail: 'bail' },
      ],
    }),
    fieldOf('check', '/checks/1'),
  ],
  [
    'cannot-fail',
    'a verifier whose only check always holds',
    withNode(soundGraph, 'check', check('true')),
    fieldOf('check', '/checks'),
  ],
  ['diamond-join', 'two steps that make the same call', twice, fieldOf('plan', '/strategy/steps/1')],
  [
    'diamond-join',
    'two rules that match together and make the same call',
    withNode(
      lasting(verified),
      'plan',
      table({
        hitPolicy: 'collect',
        rules: [rule('a', 'it > 1'), rule('b', 'it > 2', { id: 'two', action: 'act' })],
        otherwise: [],
      }),
    ),
    fieldOf('plan', '/strategy/rules/1/steps/0'),
  ],
  [
    'diamond-join',
    'two members of a federation that make the same call',
    withNode(lasting(verified), 'plan', {
      strategy: {
        type: 'federation',
        combine: 'merge',
        members: ['one', 'two'].map((id) => ({ id, strategy: steps({ id, action: 'act' }).strategy })),
      },
    }),
    fieldOf('plan', '/strategy/members/1/strategy/steps/0'),
  ],
  [
    'diamond-join',
    'a check that was made before on the same path',
    chained(check('steps.one.status == "succeeded"', { id: 'again', weight: 3, onFail: 'escalate' })),
    fieldOf('check2', '/checks/0'),
  ],
  [
    'diamond-join',
    'a verdict that leads where success does',
    withEdges(withoutEdges(chained({}), 'check.replan'), wire('check.replan', 'check2.in')),
    { node: 'check', port: 'replan' },
  ],
  [
    'unbounded-cost',
    'iterations that come to more than a run may cost',
    withNode(soundGraph, 'act', { costUsd: 3 }),
    fieldOf('plan', '/strategy'),
  ],
  [
    'unbounded-cost',
    'an action that states no cost beside one that does',
    withEdges(
      withNode(
        withNodes(withNode(soundGraph, 'act', { costUsd: 0.1 }), action('other')),
        'plan',
        steps({ id: 'one', action: 'act' }, { id: 'two', action: 'other' }),
      ),
      wire('plan.plan', 'other.step'),
      wire('other.result', 'check.in'),
    ),
    { node: 'other' },
  ],
  [
    'approval-nobody-can-give',
    'a policy that asks nobody',
    policy({ effect: 'require-approval', approvers: [] }),
    { field: '/policies/0/approvers' },
  ],
  [
    'approval-nobody-can-give',
    'an approval by more people than there are',
    asking({ need: 3 }),
    fieldOf('ask', '/need'),
    { people: { approver: 1, admin: 1, builder: 9 } },
  ],
  [
    'approval-nobody-can-give',
    'a policy that asks a role that nobody has',
    policy({ effect: 'require-approval', approvers: ['operator'] }),
    { field: '/policies/0/approvers' },
    { people: { approver: 5 } },
  ],
  [
    'undo-needs-destroyed',
    'an undo that needs the output of a step whose result is unknown',
    withNode(lasting(verified), 'act', {
      idempotency: 'none',
      undoArgs: { id: '{{ output.body.id }}' },
    }),
    fieldOf('act', '/undoArgs'),
  ],
  [
    'undo-needs-destroyed',
    'an undo that reads a later step',
    withNode(
      withNode(lasting(verified), 'act', { undoArgs: { id: '{{ steps.two.output.body.id }}' } }),
      'plan',
      steps({ id: 'one', action: 'act', args: { n: 1 } }, { id: 'two', action: 'act', args: { n: 2 } }),
    ),
    fieldOf('act', '/undoArgs'),
  ],
  [
    'undo-needs-destroyed',
    'an undo that reads a fact which an undo takes away',
    withNode(lasting(verified), 'act', {
      gives: ['made'],
      undoArgs: { id: '{{ facts.made.body.id }}' },
    }),
    fieldOf('act', '/undoArgs'),
  ],
  [
    'policy-never-fires',
    'a policy that is never so',
    policy({ when: '1 > 2' }),
    { field: '/policies/0/when' },
  ],
  [
    'policy-never-fires',
    'a policy past what the limits allow',
    policy({ when: 'run.costUsd > 50' }),
    { field: '/policies/0/when' },
  ],
  [
    'policy-never-fires',
    'a policy about a kind of action that the loop has not',
    policy({ when: 'action.id == "act" && action.uses == "fax"' }),
    { field: '/policies/0/when' },
  ],
  ['policy-never-fires', 'a policy about nothing', policy({ on: [] }), { field: '/policies/0/on' }],
  [
    'unknown-value',
    'a misspelt value in a policy',
    policy({ when: 'action.reversibility == "irreversable"' }),
    { field: '/policies/0/when' },
  ],
  [
    'unknown-value',
    'a step that is never in that status',
    withNode(soundGraph, 'check', check('steps.one.status == "success"')),
    fieldOf('check', '/checks/0/expr'),
  ],
  [
    'unknown-value',
    'a value that the input can’t have, in a list',
    withNode(
      withNode(soundGraph, 'start', {
        input: { type: 'object', properties: { tier: { enum: ['gold', 'basic'] } } },
      }),
      'check',
      check('steps.one.output != null && input.tier in ["gold", "silver"]'),
    ),
    fieldOf('check', '/checks/0/expr'),
  ],
  [
    'unknown-value',
    'an action that no plan has',
    withNode(soundGraph, 'check', check('plan.steps.exists(s, s.action == "act2")')),
    fieldOf('check', '/checks/0/expr'),
  ],
  ['plan-breaks-rails', 'a sequence whose rails forbid its action', railed({ never: ['act'] }), railsAt()],
  ['plan-breaks-rails', 'a sequence of more steps than its rails allow', railed({ maxSteps: 0 }), railsAt()],
  [
    'plan-breaks-rails',
    'a sequence dearer than its rails allow',
    withNode(railed({ maxCostUsd: 1 }), 'act', { costUsd: 2 }),
    railsAt(),
  ],
  [
    'plan-breaks-rails',
    'a sequence riskier than its rails allow',
    withNode(railed({ maxRisk: 'low' }), 'act', { risk: 'high' }),
    railsAt(),
  ],
  [
    'contradictory-order',
    'two steps that each come before the other',
    goal(before('one', 'two'), before('two', 'one')),
    fieldOf('plan', '/strategy/constraints/0'),
  ],
  [
    'fallback-repeats',
    'a fallback that makes the same call',
    withNode(
      soundGraph,
      'plan',
      steps({ id: 'one', action: 'act', args: { n: 1 }, fallback: [{ action: 'act', args: { n: 1 } }] }),
    ),
    fieldOf('plan', '/strategy/steps/0/fallback/0'),
  ],
  [
    'args-invalid',
    'an argument of another type than its schema wants',
    withNode(withNode(soundGraph, 'act', { args: closedInput }), 'plan', {
      ...steps({ id: 'one', action: 'act', args: { n: 'number {{ run.iteration }}' } }),
    }),
    fieldOf('plan', '/strategy/steps/0/args/n'),
  ],
  [
    'args-invalid',
    'an argument of an undo that is of another type',
    withNode(withNode(lasting(verified), 'act', { undoArgs: { n: '{{ string(run.iteration) }}' } }), 'undo', {
      args: closedInput,
    }),
    fieldOf('act', '/undoArgs/n'),
  ],
  [
    'output-invalid',
    'a transform that brings something else than it says',
    withNode(soundGraph, 'act', {
      call: { uses: 'transform', value: { n: '{{ [run.iteration] }}' } },
      output: closedInput,
    }),
    fieldOf('act', '/call/value/n'),
  ],
  [
    'unknown-field',
    'an output that the policy’s one action has not',
    {
      ...withNode(soundGraph, 'act', { args: closedInput }),
      policies: policy({ on: ['act'], when: 'args.m > 1' }).policies,
    },
    { field: '/policies/0/when' },
  ],
  [
    'unknown-field',
    'a check that no verifier makes',
    withNode(soundGraph, 'done', { body: { why: '{{ verdict.checks.okay.message }}' } }),
    fieldOf('done', '/body/why'),
  ],
]

function railsAt() {
  return fieldOf('plan', '/rails/rules/0')
}
