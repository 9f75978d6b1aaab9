import type { Node, NodeKind } from '../../../shared/graph/nodes/node.ts'

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
    key: 'action-http',
    kind: 'action',
    title: 'HTTP action',
    says: 'Calls a host of the workspace',
    base: 'call',
    make: (id, host = '') => ({
      kind: 'action',
      id,
      title: 'HTTP request',
      call: { uses: 'http', host, method: 'POST', path: '/' },
      reversibility: 'irreversible',
      idempotency: 'keyed',
    }),
  },
  {
    key: 'action-transform',
    kind: 'action',
    title: 'Transform action',
    says: 'Computes a value; changes nothing outside',
    base: 'transform',
    make: (id) => ({
      kind: 'action',
      id,
      title: 'Transform',
      call: { uses: 'transform', value: '{{ input }}' },
      reversibility: 'pure',
      idempotency: 'native',
    }),
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
