import { wire } from '../../../../shared/templates/wire.ts'
import { action, soundGraph, withEdges, withNode, withNodes, withoutEdges } from '../../../support/graphs.ts'
import {
  approved,
  check,
  fieldOf,
  stepApproval,
  steps,
  twoLayers,
  twoSteps,
  twoVerifiers,
  verifierCycle,
} from './faultyGraphs.ts'
import type { GraphCase } from './graphCase.ts'

const decided = () =>
  withEdges(
    approved(60),
    wire('ask.granted', 'stopped.in'),
    wire('ask.denied', 'stopped.in'),
    wire('ask.expired', 'stopped.in'),
  )

/** Faults of the document, its structure and its wires. */
export const structureCases: GraphCase[] = [
  ['not-json', 'a function', { ...soundGraph, title: () => 1 }, {}],
  ['unknown-format', 'a newer format', { ...soundGraph, format: 'pavane.graph/9' }, { field: '/format' }],
  [
    'shape',
    'a field of a wrong kind',
    withNode(soundGraph, 'act', { costUsd: 'much' }),
    fieldOf('act', '/costUsd'),
  ],
  ['shape', 'a field that there is not', { ...soundGraph, extra: 1 }, { field: '/extra' }],

  [
    'no-trigger',
    'no trigger',
    { ...soundGraph, nodes: soundGraph.nodes.slice(1), edges: soundGraph.edges.slice(1) },
    {},
  ],
  [
    'several-triggers',
    'two triggers',
    withNodes(soundGraph, { kind: 'trigger', id: 'too', title: 'Too', auth: { scheme: 'none' } }),
    { node: 'too' },
  ],
  ['duplicate-node', 'an id used twice', withNodes(soundGraph, action('act')), fieldOf('act', '/id')],
  [
    'duplicate-edge',
    'a wire’s id used twice',
    withEdges(soundGraph, { ...wire('act.undo', 'act.step'), id: 'start.input-plan.in' }),
    { edge: 'start.input-plan.in' },
  ],
  [
    'duplicate-wire',
    'a wire drawn twice',
    withEdges(soundGraph, { ...wire('act.result', 'check.in'), id: 'again' }),
    { edge: 'again' },
  ],
  [
    'disabled',
    'an action that a step uses',
    withNode(twoSteps(), 'other', { disabled: true }),
    { node: 'other' },
  ],
  [
    'disabled-verifier',
    'the first of two layers',
    withNode(twoLayers(), 'check', { disabled: true }),
    { node: 'check' },
  ],
  [
    'disabled-approval',
    'an approval on the way',
    withNode(decided(), 'ask', { disabled: true }),
    { node: 'ask' },
  ],
  [
    'disabled-needed',
    'the only verifier',
    withNode(soundGraph, 'check', { disabled: true }),
    { node: 'check', port: 'pass' },
  ],
  [
    'dangling-edge',
    'a wire to nowhere',
    withEdges(soundGraph, wire('act.undo', 'gone.step')),
    { edge: 'act.undo-gone.step' },
  ],
  [
    'port-mismatch',
    'ports that don’t fit',
    withEdges(soundGraph, wire('plan.plan', 'done.in')),
    { edge: 'plan.plan-done.in' },
  ],
  [
    'fan-out',
    'two wires from a port for one',
    withEdges(soundGraph, wire('check.pass', 'stopped.in')),
    { node: 'check', port: 'pass', edge: 'check.pass-stopped.in' },
  ],
  [
    'duplicate-item',
    'two checks of one id',
    withNode(soundGraph, 'check', { checks: [...check('true').checks, ...check('true').checks] }),
    fieldOf('check', '/checks/1/id'),
  ],
  [
    'duplicate-item',
    'two steps of one id',
    withNode(soundGraph, 'plan', steps({ id: 'one', action: 'act' }, { id: 'one', action: 'act' })),
    fieldOf('plan', '/strategy/steps/1/id'),
  ],

  [
    'trigger-unwired',
    'a trigger that leads nowhere',
    withoutEdges(soundGraph, 'start.'),
    { node: 'start', port: 'input' },
  ],
  [
    'port-mismatch',
    'a trigger that leads to an outcome',
    withEdges(withoutEdges(soundGraph, 'start.'), wire('start.input', 'done.in')),
    { edge: 'start.input-done.in' },
  ],
  [
    'planner-unwired',
    'a planner without actions',
    withoutEdges(soundGraph, 'plan.plan'),
    { node: 'plan', port: 'plan' },
  ],
  [
    'result-unwired',
    'an action without a verifier',
    withoutEdges(soundGraph, 'act.result'),
    { node: 'act', port: 'result' },
  ],
  [
    'several-verifiers',
    'actions with different verifiers',
    twoVerifiers(),
    { node: 'other', port: 'result' },
  ],
  [
    'pass-unwired',
    'a pass that leads nowhere',
    withoutEdges(soundGraph, 'check.pass'),
    { node: 'check', port: 'pass' },
  ],
  [
    'verdict-unwired',
    'a replan that leads nowhere',
    withoutEdges(soundGraph, 'check.replan'),
    { node: 'check', port: 'replan' },
  ],
  [
    'verdict-ends-run',
    'a rollback that ends the run',
    withoutEdges(soundGraph, 'check.rollback'),
    { node: 'check', port: 'rollback' },
  ],
  ['granted-unwired', 'an approval that leads nowhere', approved(), { node: 'ask', port: 'granted' }],
  [
    'denial-wired',
    'a denial of steps that leads somewhere',
    withEdges(stepApproval(), wire('ask.denied', 'stopped.in')),
    { node: 'ask', port: 'denied', edge: 'ask.denied-stopped.in' },
  ],
  [
    'approval-mixed',
    'an approval that plans and verdicts lead to',
    withEdges(withoutEdges(stepApproval(), 'check.escalate'), wire('check.escalate', 'ask.in')),
    { node: 'ask', port: 'in', edge: 'check.escalate-ask.in' },
  ],
  [
    'approval-mixed',
    'an approval of steps that leads to an outcome',
    withEdges(stepApproval(), wire('ask.granted', 'done.in')),
    { node: 'ask', port: 'granted', edge: 'ask.granted-done.in' },
  ],
  [
    'approval-mixed',
    'an approval on the way that leads to an action',
    withEdges(approved(), wire('ask.granted', 'act.step')),
    { node: 'ask', port: 'granted', edge: 'ask.granted-act.step' },
  ],
  [
    'approval-bypassed',
    'an action that a plan leads to past its approval',
    withEdges(stepApproval(), wire('plan.plan', 'act.step')),
    { node: 'act', port: 'step' },
  ],
  ['decision-ends-run', 'a denial that ends the run', approved(), { node: 'ask', port: 'denied' }],

  [
    'unreachable',
    'a node that no run gets to',
    withNodes(soundGraph, { kind: 'outcome', id: 'lost', title: 'Lost', status: 'failed' }),
    { node: 'lost' },
  ],
  [
    'no-outcome',
    'no way to an outcome',
    withoutEdges(soundGraph, 'check.pass', 'check.rollback', 'check.escalate', 'check.bail'),
    { node: 'start' },
  ],
  ['unbounded-cycle', 'a cycle of verifiers', verifierCycle(), { node: 'check' }],
]
