import { compile } from '../../../shared/compile/compile.ts'
import * as approverSchemas from '../../../shared/graph/approver.ts'
import * as assumptionSchemas from '../../../shared/graph/assumption.ts'
import * as callbackSchemas from '../../../shared/graph/callback.ts'
import * as idSchemas from '../../../shared/graph/ids.ts'
import { defaultLimits, Limits } from '../../../shared/graph/limits.ts'
import * as loopEventSchemas from '../../../shared/graph/loopEvent.ts'
import * as actionSchemas from '../../../shared/graph/nodes/action.ts'
import * as approvalSchemas from '../../../shared/graph/nodes/approval.ts'
import * as checkSchemas from '../../../shared/graph/nodes/check.ts'
import type { NodeKind } from '../../../shared/graph/nodes/node.ts'
import * as outcomeSchemas from '../../../shared/graph/nodes/outcome.ts'
import * as personalSchemas from '../../../shared/graph/nodes/personal.ts'
import * as plannerSchemas from '../../../shared/graph/nodes/planner.ts'
import * as triggerSchemas from '../../../shared/graph/nodes/trigger.ts'
import * as verifierSchemas from '../../../shared/graph/nodes/verifier.ts'
import * as policySchemas from '../../../shared/graph/policy.ts'
import { inPorts, outPorts } from '../../../shared/graph/ports.ts'
import * as rateSchemas from '../../../shared/graph/rate.ts'
import * as scheduleSchemas from '../../../shared/graph/schedule.ts'
import * as textSchemas from '../../../shared/graph/text.ts'
import { readDocs } from './docComments.ts'
import { everywhere } from './glossary.ts'
import { leastGraph } from './leastGraph.ts'
import { code, pageOf, tableOf } from './markdown.ts'
import { type Defaults, SchemaPage } from './SchemaPage.ts'

const files = [
  'graph/nodes/base.ts',
  'graph/approver.ts',
  'graph/assumption.ts',
  'graph/policy.ts',
  'graph/rate.ts',
  'graph/schedule.ts',
  'graph/callback.ts',
  'graph/loopEvent.ts',
  'graph/text.ts',
  ...['action', 'approval', 'check', 'outcome', 'personal', 'planner', 'trigger', 'verifier'].map(
    (kind) => `graph/nodes/${kind}.ts`,
  ),
]

const kinds = {
  trigger: {
    name: 'TriggerNode',
    schema: triggerSchemas.TriggerNode,
    says: 'Where runs come in: one in each loop.',
  },
  planner: {
    name: 'PlannerNode',
    schema: plannerSchemas.PlannerNode,
    says: 'Plans the steps of an iteration from the actions that it is wired to.',
  },
  action: {
    name: 'ActionNode',
    schema: actionSchemas.ActionNode,
    says: 'Does something: a step of a plan is one use of it.',
  },
  verifier: {
    name: 'VerifierNode',
    schema: verifierSchemas.VerifierNode,
    says: 'Judges what was done, and decides where the run goes.',
  },
  approval: {
    name: 'ApprovalNode',
    schema: approvalSchemas.ApprovalNode,
    says: 'Asks a person, and waits for the answer.',
  },
  outcome: { name: 'OutcomeNode', schema: outcomeSchemas.OutcomeNode, says: 'Ends the run.' },
} as const satisfies Record<NodeKind, { name: string; schema: object; says: string }>

/** Every node kind with its ports and fields, the policies and the limits. */
export function nodePage(top: string): string {
  const docs = readDocs(top, files)
  const named = {
    ...idSchemas,
    ...textSchemas,
    ...approverSchemas,
    ...assumptionSchemas,
    ...rateSchemas,
    ...scheduleSchemas,
    ...callbackSchemas,
    ...personalSchemas,
    LoopEvent: loopEventSchemas.LoopEvent,
    ...actionSchemas,
    ...approvalSchemas,
    ...outcomeSchemas,
    ...plannerSchemas,
    ...triggerSchemas,
    ...checkSchemas,
    ...verifierSchemas,
    ...policySchemas,
  }
  const page = new SchemaPage(docs, named, everywhere, defaultsOf())
  const nodes = Object.entries(kinds).map(([kind, { name, schema, says }]) => {
    const { kind: _, id: _id, title: _title, note: _note, ...own } = schema.shape
    return [`## ${kind}`, says, portsOf(kind as NodeKind), page.fields(own, name)].join('\n\n')
  })
  const limits = [
    '## Limits',
    'Bounds of a run, and what they are where the graph says nothing. Past one, the run takes the bail route of its verifier.',
    page.fields(Limits.shape, 'Limits'),
  ].join('\n\n')
  const policies = [
    '## Policies',
    page.says('Policy'),
    page.section(policySchemas.Policy, 'Policy'),
    'Besides, a policy may carry `cases` that it is tested with: [tests](tests.md#case-of-a-policy).',
  ].join('\n\n')
  return pageOf(
    '# Nodes',
    'What a graph consists of. Each node has a `kind`, an `id`, a `title`, and may have a `note`. “CEL” is an expression, and a template is JSON whose strings may hold `{{ CEL }}`: what they can read stands in [expressions](expressions.md).',
    ...nodes,
    policies,
    limits,
    '## Parts',
    ...page.linked('###'),
  )
}

function portsOf(kind: NodeKind): string {
  const rows = [
    ...inPorts[kind].map(({ port, accepts, says }) => [code(port), 'in', accepts.join(', '), says]),
    ...outPorts[kind].map(({ port, carries, says, fan }) => [
      code(port),
      fan === 'many' ? 'out, many wires' : 'out',
      carries,
      says,
    ]),
  ]
  return tableOf(['port', 'direction', 'carries', 'meaning'], rows)
}

/** What the compiler puts where a graph says nothing: read from the program of a graph that says as little as it can. */
function defaultsOf(): Defaults {
  const { program } = compile(leastGraph)
  if (!program) throw new Error('The least graph does not compile')
  const owners: Readonly<Record<string, object | undefined>> = {
    TriggerNode: program.trigger,
    PlannerNode: program.planners.plan,
    ActionNode: program.actions.act,
    VerifierNode: program.verifiers.check,
    ApprovalNode: program.approvals.ask,
    OutcomeNode: program.outcomes.done,
    Limits: defaultLimits,
  }
  return (owner, field) => {
    const value: unknown = Object.entries(owners[owner] ?? {}).find(([name]) => name === field)?.[1]
    if (value === undefined || value === null) return undefined
    if (Array.isArray(value) && value.length === 0) return 'none'
    return code(JSON.stringify(value))
  }
}
