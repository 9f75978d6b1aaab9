import type { Graph } from '../../shared/graph/graph.ts'
import { wire } from '../../shared/templates/wire.ts'
import {
  action,
  alwaysAgain,
  burn,
  byHand,
  charge,
  limited,
  look,
  planner,
  reserve,
  sequence,
  stated,
  strategy,
  table,
  verifier,
  withAction,
  withLook,
  withPolicy,
} from './breakGraph.ts'
import { withEdges, withNode, withNodes, withoutEdges } from './graphs.ts'
import { provenGraph, shopAction } from './provenGraph.ts'

/** A graph with one defect, and the violation that it has to be found by. */
export type BrokenGraph = { name: string; graph: Graph; finds: { property: string; node: string | null } }

const left = (node: string) => ({ property: 'leaves-effects', node })
const never = (node: string) => ({ property: 'never-visited', node })
const ungated = (node: string) => ({ property: 'ungated-effect', node })
const tooEarly = (node: string) => ({ property: 'irreversible-before-gate', node })
const endless = { property: 'endless', node: 'paid' }

const leaving: readonly BrokenGraph[] = [
  { name: 'an outcome that names nothing', graph: byHand(), finds: left('reserve') },
  {
    name: 'an outcome that tells the reasons alone',
    graph: byHand({ why: '{{ verdict == null ? [] : verdict.reasons }}' }),
    finds: left('charge'),
  },
  {
    name: 'an outcome that names one of two steps',
    graph: byHand({ reserved: '{{ steps.reserve.status }}' }),
    finds: left('charge'),
  },
  {
    name: 'an outcome that names the steps of the last iteration alone',
    graph: byHand({ did: '{{ steps }}' }),
    finds: left('reserve'),
  },
  {
    name: 'a bail that leads nowhere',
    graph: withoutEdges(provenGraph, 'paid.bail'),
    finds: left('reserve'),
  },
  {
    name: 'a denial that leads nowhere',
    graph: withoutEdges(provenGraph, 'ask.denied'),
    finds: left('reserve'),
  },
  {
    name: 'a deadline that leads nowhere',
    graph: withoutEdges(provenGraph, 'ask.expired'),
    finds: left('charge'),
  },
  {
    name: 'a second stage that bails nowhere',
    graph: withoutEdges(provenGraph, 'sent.bail'),
    finds: left('charge'),
  },
  {
    name: 'an undo that fails before a failure that says nothing',
    graph: withNode(provenGraph, 'undone', { status: 'failed' }),
    finds: left('charge'),
  },
  {
    name: 'an escalation to an outcome that says nothing',
    graph: withEdges(
      withNodes(withoutEdges(provenGraph, 'paid.escalate'), {
        kind: 'outcome',
        id: 'odd',
        title: 'Odd',
        status: 'failed',
      }),
      wire('paid.escalate', 'odd.in'),
    ),
    finds: left('charge'),
  },
  {
    name: 'a step in a list whose items nobody names',
    graph: strategy(
      sequence({ id: 'each', action: 'reserve', map: { over: 'input.items' } }, charge),
      byHand({ charged: '{{ steps.charge }}' }),
    ),
    finds: left('reserve'),
  },
  {
    name: 'a stand-in that nobody names',
    graph: withAction(
      shopAction('pay_later', { reversibility: 'compensable', undoArgs: {} }),
      [{ ...charge, fallback: [{ action: 'pay_later' }] }],
      withEdges(byHand({ did: '{{ steps.charge }}' }), wire('pay_later.undo', 'refund.step')),
    ),
    finds: left('pay_later'),
  },
]

const unreachable: readonly BrokenGraph[] = [
  {
    name: 'a rule for a kind that no input has',
    graph: withLook(
      table([
        ['"gift"', [{ id: 'look', action: 'look' }]],
        ['-', [reserve, charge]],
      ]),
    ),
    finds: never('look'),
  },
  {
    name: 'a rule behind one that always matches',
    graph: withLook(
      table([
        ['-', [reserve, charge]],
        ['"goods"', [{ id: 'look', action: 'look' }]],
      ]),
    ),
    finds: never('look'),
  },
  {
    name: 'a rollback that nothing leads to',
    graph: verifier({ onStepFailed: 'replan' }),
    finds: never('paid'),
  },
  {
    name: 'an approval that nothing leads to',
    graph: verifier({ onInconclusive: 'bail', onStepUncertain: 'bail' }),
    finds: never('ask'),
  },
  {
    name: 'a deadline after the run’s own end',
    graph: withNode(provenGraph, 'ask', { deadlineSeconds: 7200 }),
    finds: never('ask'),
  },
  {
    name: 'a verifier that nothing passes',
    graph: withEdges(
      withoutEdges(
        verifier({ checks: [{ type: 'rule', id: 'amount', expr: '1 == 2', onFail: 'bail' }] }),
        'ask.granted',
      ),
      wire('ask.granted', 'by_hand.in'),
    ),
    finds: never('send_plan'),
  },
  {
    name: 'a condition that excludes itself',
    graph: strategy(
      sequence(reserve, { ...charge, when: 'input.kind == "goods" && input.kind == "service"' }),
    ),
    finds: never('charge'),
  },
  {
    name: 'a policy that lets nothing through',
    graph: withPolicy({ when: 'true', on: ['charge'] }),
    finds: never('charge'),
  },
  {
    name: 'a precondition that never holds',
    graph: action('charge', { needs: 'steps.reserve.status == "failed"' }),
    finds: never('charge'),
  },
  {
    name: 'an option that is never drawn',
    graph: withLook({
      type: 'choice',
      options: [
        { id: 'all', weight: 1, steps: [reserve, charge] },
        { id: 'none', weight: 0, steps: [{ id: 'look', action: 'look' }] },
      ],
    }),
    finds: never('look'),
  },
  {
    name: 'rails that forbid what is planned',
    graph: planner({
      rails: { inputs: [], rules: [{ id: 'none', cells: [], never: ['charge'] }] },
    }),
    finds: never('charge'),
  },
  {
    name: 'a candidate that is never the cheapest',
    graph: strategy(
      {
        type: 'goal',
        want: ['paid'],
        minimise: 'cost',
        candidates: [charge, { id: 'reserve', action: 'reserve' }],
      },
      action('charge', { gives: ['paid'], costUsd: 1 }, action('reserve', { gives: ['paid'], costUsd: 2 })),
    ),
    finds: never('reserve'),
  },
  {
    name: 'a member that is never asked for its plan',
    graph: withLook({
      type: 'federation',
      combine: 'first',
      members: [
        { id: 'one', strategy: { type: 'sequence', steps: [reserve, charge] } },
        { id: 'two', strategy: { type: 'sequence', steps: [{ id: 'look', action: 'look' }] } },
      ],
    }),
    finds: never('look'),
  },
  { name: 'too few steps for two stages', graph: limited({ steps: 2 }), finds: never('ship') },
  {
    name: 'too little money for the plan',
    graph: limited({ costUsd: 1 }, action('charge', { costUsd: 2 })),
    finds: never('charge'),
  },
  { name: 'one iteration for two stages', graph: limited({ iterations: 1 }), finds: never('send_plan') },
  {
    name: 'a stand-in for what is always skipped',
    graph: withAction(look, [reserve, { ...charge, when: '1 == 2', fallback: [{ action: 'look' }] }]),
    finds: never('look'),
  },
]

const roundAndRound: readonly BrokenGraph[] = [
  {
    name: 'a check that always asks for another plan',
    graph: verifier(
      { checks: [{ type: 'rule', id: 'amount', expr: '1 == 2', onFail: 'replan' }] },
      alwaysAgain,
    ),
    finds: endless,
  },
  {
    name: 'a pass that leads back to the beginning',
    graph: withEdges(withoutEdges(alwaysAgain, 'paid.pass'), wire('paid.pass', 'pay_plan.in')),
    finds: endless,
  },
  {
    name: 'a person who can only begin again',
    graph: withEdges(
      withoutEdges(
        verifier({ onStepFailed: 'escalate', onInconclusive: 'escalate', checks: [] }),
        'paid.pass',
        'ask.granted',
        'ask.denied',
        'ask.expired',
      ),
      wire('paid.pass', 'ask.in'),
      wire('ask.granted', 'pay_plan.in'),
      wire('ask.denied', 'pay_plan.in'),
      wire('ask.expired', 'pay_plan.in'),
    ),
    finds: endless,
  },
]

const early: readonly BrokenGraph[] = [
  {
    name: 'something irreversible in the first stage',
    graph: withAction(burn, [reserve, charge, { id: 'burn', action: 'burn' }]),
    finds: tooEarly('burn'),
  },
  {
    name: 'a policy that only flags it',
    graph: withPolicy({ effect: 'flag' }, withAction(burn, [charge, { id: 'burn', action: 'burn' }])),
    finds: tooEarly('burn'),
  },
  {
    name: 'a policy on trial',
    graph: withPolicy({ mode: 'dry-run' }, withAction(burn, [charge, { id: 'burn', action: 'burn' }])),
    finds: tooEarly('burn'),
  },
  {
    name: 'a policy that looks when it is done',
    graph: withPolicy({ at: 'output' }, withAction(burn, [charge, { id: 'burn', action: 'burn' }])),
    finds: tooEarly('burn'),
  },
  {
    name: 'a policy about something else',
    graph: withPolicy({ on: ['charge'] }, withAction(burn, [charge, { id: 'burn', action: 'burn' }])),
    finds: tooEarly('burn'),
  },
  {
    name: 'a policy about the input alone',
    graph: withPolicy({ at: 'input' }, withAction(burn, [charge, { id: 'burn', action: 'burn' }])),
    finds: tooEarly('burn'),
  },
  {
    name: 'a policy about the other plan',
    graph: withPolicy(
      { at: 'plan', on: ['send_plan'] },
      withAction(burn, [charge, { id: 'burn', action: 'burn' }]),
    ),
    finds: tooEarly('burn'),
  },
  {
    name: 'something irreversible that stands in',
    graph: withAction(burn, [reserve, { ...charge, fallback: [{ action: 'burn' }] }]),
    finds: tooEarly('burn'),
  },
  {
    name: 'something irreversible for each item',
    graph: withAction(burn, [charge, { id: 'burn', action: 'burn', map: { over: 'input.items' } }]),
    finds: tooEarly('burn'),
  },
  {
    name: 'something irreversible that an external planner may use',
    graph: strategy(
      { type: 'http', host: 'brain', path: '/plan' },
      withAction(
        burn,
        [],
        verifier({
          checks: [{ type: 'rule', id: 'any', expr: 'plan.steps.size() > 0', onFail: 'replan' }],
        }),
      ),
    ),
    finds: tooEarly('burn'),
  },
]

const unguarded: readonly BrokenGraph[] = [
  {
    name: 'a policy over one of two plans with the same action',
    graph: withPolicy(
      { at: 'plan', on: ['pay_plan'] },
      withEdges(
        withNodes(withoutEdges(provenGraph, 'ask.granted'), {
          kind: 'planner',
          id: 'pay_again',
          title: 'Charge again',
          strategy: sequence({ id: 'again', action: 'charge' }),
        }),
        wire('ask.granted', 'pay_again.in'),
        wire('pay_again.plan', 'charge.step'),
      ),
    ),
    finds: ungated('charge'),
  },
  {
    name: 'a policy over what runs as an undo',
    graph: withPolicy({ on: ['refund'] }),
    finds: ungated('refund'),
  },
  {
    name: 'an approval for what runs as an undo',
    graph: withPolicy({ on: ['release'], effect: 'require-approval' }),
    finds: ungated('release'),
  },
]

const own = (node: string | null) => ({ property: 'own', node })

const untrue: readonly BrokenGraph[] = [
  {
    name: 'a stated property that a second charge breaks',
    graph: stated({ holds: 'standing.filter(each, each.action == "charge").size() <= 1' }),
    finds: own('send_plan'),
  },
  {
    name: 'a stated property about how runs end',
    graph: stated({ holds: 'run.outcome != "bailed" || undone.size() > 0', at: 'end' }),
    finds: own('by_hand'),
  },
  {
    name: 'a stated property about what comes before what',
    graph: stated({ holds: '!has(steps.ship) || approvals.exists(each, each.status == "granted")' }),
    finds: own('send_plan'),
  },
]

/** Sound but for one defect each; what must be found in it stands beside. */
export const brokenGraphs: readonly BrokenGraph[] = [
  ...leaving,
  ...unreachable,
  ...roundAndRound,
  ...early,
  ...unguarded,
  ...untrue,
]
