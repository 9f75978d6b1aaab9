import type { ActionUses } from '../../../shared/graph/nodes/action.ts'
import type { Node, NodeKind } from '../../../shared/graph/nodes/node.ts'
import { newCall, usualSafety } from './changeCall.ts'

/** Something that the palette can add. */
export type CatalogueEntry = {
  key: string
  kind: NodeKind
  title: string
  says: string
  /** What the new node's id starts from. */
  base: string
  /** A new node; `host` is one that an HTTP call can start from. */
  make: (id: string, host?: string) => Node
}

function newAction(id: string, title: string, uses: ActionUses, host?: string): Node {
  return { kind: 'action', id, title, call: newCall(uses, host), ...usualSafety[uses] }
}

/** Everything that can be added to a loop, in reading order. */
export const nodeCatalogue: readonly CatalogueEntry[] = [
  {
    key: 'trigger',
    kind: 'trigger',
    title: 'Webhook trigger',
    says: 'Starts a run when somebody calls the loop’s hook',
    base: 'trigger',
    make: (id) => ({ kind: 'trigger', id, title: 'Webhook', auth: { scheme: 'none' } }),
  },
  {
    key: 'planner-table',
    kind: 'planner',
    title: 'Decision table planner',
    says: 'Rules over the input decide which actions to take',
    base: 'plan',
    make: (id) => ({
      kind: 'planner',
      id,
      title: 'Decide',
      strategy: { type: 'table', hitPolicy: 'first', inputs: [], rules: [] },
    }),
  },
  {
    key: 'planner-sequence',
    kind: 'planner',
    title: 'Sequence planner',
    says: 'The same steps each time, in order',
    base: 'plan',
    make: (id) => ({ kind: 'planner', id, title: 'Plan', strategy: { type: 'sequence', steps: [] } }),
  },
  {
    key: 'planner-goal',
    kind: 'planner',
    title: 'Goal planner',
    says: 'Searches for the cheapest steps after which the wanted facts hold',
    base: 'plan',
    make: (id) => ({
      kind: 'planner',
      id,
      title: 'Reach the goal',
      strategy: { type: 'goal', want: [], candidates: [], minimise: 'cost' },
    }),
  },
  {
    key: 'planner-choice',
    kind: 'planner',
    title: 'Choice planner',
    says: 'Draws one of several plans by weight; the seed is kept',
    base: 'plan',
    make: (id) => ({
      kind: 'planner',
      id,
      title: 'Draw',
      strategy: {
        type: 'choice',
        options: [
          { id: 'a', weight: 1, steps: [] },
          { id: 'b', weight: 1, steps: [] },
        ],
      },
    }),
  },
  {
    key: 'planner-http',
    kind: 'planner',
    title: 'External planner',
    says: 'A service of yours proposes the steps',
    base: 'plan',
    make: (id, host = '') => ({
      kind: 'planner',
      id,
      title: 'Ask a planner',
      strategy: { type: 'http', host, path: '/plan' },
    }),
  },
  {
    key: 'planner-federation',
    kind: 'planner',
    title: 'Federation planner',
    says: 'Several planners feed one stage',
    base: 'plan',
    make: (id) => ({
      kind: 'planner',
      id,
      title: 'Plan together',
      strategy: {
        type: 'federation',
        combine: 'first',
        members: [{ id: 'member', strategy: { type: 'sequence', steps: [] } }],
      },
    }),
  },
  {
    key: 'action-http',
    kind: 'action',
    title: 'HTTP action',
    says: 'Calls a host of the workspace',
    base: 'call',
    make: (id, host) => newAction(id, 'HTTP request', 'http', host),
  },
  {
    key: 'action-transform',
    kind: 'action',
    title: 'Transform action',
    says: 'Computes a value; changes nothing outside',
    base: 'transform',
    make: (id, host) => newAction(id, 'Transform', 'transform', host),
  },
  {
    key: 'action-wait',
    kind: 'action',
    title: 'Wait action',
    says: 'Waits for time to pass or for an event',
    base: 'wait',
    make: (id, host) => newAction(id, 'Wait', 'wait', host),
  },
  {
    key: 'action-loop',
    kind: 'action',
    title: 'Loop action',
    says: 'Runs another loop and waits for its outcome',
    base: 'child',
    make: (id, host) => newAction(id, 'Run a loop', 'loop', host),
  },
  {
    key: 'action-emit',
    kind: 'action',
    title: 'Emit action',
    says: 'Sends a signed CloudEvent to a host',
    base: 'emit',
    make: (id, host) => newAction(id, 'Send an event', 'emit', host),
  },
  {
    key: 'verifier',
    kind: 'verifier',
    title: 'Verifier',
    says: 'Checks what was done: pass, replan, roll back, escalate or bail',
    base: 'verify',
    make: (id) => ({ kind: 'verifier', id, title: 'Verify', checks: [] }),
  },
  {
    key: 'approval',
    kind: 'approval',
    title: 'Approval',
    says: 'Waits for a person to decide',
    base: 'approve',
    make: (id) => ({
      kind: 'approval',
      id,
      title: 'Ask a person',
      approvers: ['approver'],
      deadlineSeconds: 86_400,
    }),
  },
  {
    key: 'outcome-succeeded',
    kind: 'outcome',
    title: 'Outcome: succeeded',
    says: 'Ends the run with its response',
    base: 'done',
    make: (id) => ({ kind: 'outcome', id, title: 'Done', status: 'succeeded' }),
  },
  {
    key: 'outcome-rolled-back',
    kind: 'outcome',
    title: 'Outcome: rolled back',
    says: 'Ends the run after its effects were undone',
    base: 'undone',
    make: (id) => ({ kind: 'outcome', id, title: 'Undone', status: 'rolled-back' }),
  },
  {
    key: 'outcome-bailed',
    kind: 'outcome',
    title: 'Outcome: bailed',
    says: 'Ends the run in a safe state',
    base: 'safe',
    make: (id) => ({ kind: 'outcome', id, title: 'Safe state', status: 'bailed' }),
  },
  {
    key: 'outcome-failed',
    kind: 'outcome',
    title: 'Outcome: failed',
    says: 'Ends the run as a failure',
    base: 'failed',
    make: (id) => ({ kind: 'outcome', id, title: 'Failed', status: 'failed' }),
  },
]
