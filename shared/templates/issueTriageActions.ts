import type { ActionNode } from '../graph/nodes/action.ts'
import type { JsonObject } from '../json.ts'

/** The labels that the loop may set. */
export const allowedLabels = ['bug', 'documentation', 'question', 'enhancement', 'needs-reproduction']

const repo = { type: 'string', pattern: '^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$' }
const number = { type: 'integer', minimum: 1 }
const login = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9-]*(\\[bot\\])?$' }
const labelName = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9 _.:-]*$' }

const args = (properties: JsonObject): JsonObject => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
  additionalProperties: false,
})
const output = (body: JsonObject): JsonObject => ({
  type: 'object',
  required: ['status', 'body'],
  properties: { status: { type: 'integer' }, body },
})
const named = {
  type: 'array',
  items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
}

const issuePath = '/repos/{{ args.repo }}/issues/{{ args.number }}'
const safe = { idempotency: 'keyed', timeoutSeconds: 10 } as const

/** The effects that a triage can have on the tracker, each with the one that undoes it. */
export const issueTriageActions: ActionNode[] = [
  {
    kind: 'action',
    id: 'label',
    title: 'Add a label',
    args: args({ repo, number, label: labelName }),
    output: output({ ...named, examples: [allowedLabels.map((name) => ({ name }))] }),
    call: {
      uses: 'http',
      host: 'tracker',
      method: 'POST',
      path: `${issuePath}/labels`,
      body: { labels: ['{{ args.label }}'] },
    },
    gives: ['labelled'],
    reversibility: 'compensable',
    undoArgs: { repo: '{{ args.repo }}', number: '{{ args.number }}', label: '{{ args.label }}' },
    ...safe,
  },
  {
    kind: 'action',
    id: 'unlabel',
    title: 'Remove the label',
    args: args({ repo, number, label: labelName }),
    call: {
      uses: 'http',
      host: 'tracker',
      method: 'DELETE',
      path: `${issuePath}/labels/{{ args.label }}`,
      accepts: [404],
    },
    reversibility: 'compensable',
    ...safe,
  },
  {
    kind: 'action',
    id: 'comment',
    title: 'Reply on the issue',
    args: args({ repo, number, body: { type: 'string', minLength: 1, maxLength: 600 } }),
    output: output({ type: 'object', required: ['id'], examples: [{ id: 1 }] }),
    call: {
      uses: 'http',
      host: 'tracker',
      method: 'POST',
      path: `${issuePath}/comments`,
      body: { body: '{{ args.body }}' },
    },
    risk: 'medium',
    reversibility: 'compensable',
    undoArgs: { repo: '{{ args.repo }}', comment: '{{ output.body.id }}' },
    ...safe,
  },
  {
    kind: 'action',
    id: 'uncomment',
    title: 'Delete the reply',
    args: args({ repo, comment: number }),
    call: {
      uses: 'http',
      host: 'tracker',
      method: 'DELETE',
      path: '/repos/{{ args.repo }}/issues/comments/{{ args.comment }}',
      accepts: [404],
    },
    reversibility: 'irreversible',
    ...safe,
  },
  {
    kind: 'action',
    id: 'assign',
    title: 'Assign it',
    args: args({ repo, number, login }),
    output: output({
      type: 'object',
      required: ['assignees'],
      examples: [{ assignees: [{ login: 'grace' }] }],
    }),
    call: {
      uses: 'http',
      host: 'tracker',
      method: 'POST',
      path: `${issuePath}/assignees`,
      body: { assignees: ['{{ args.login }}'] },
    },
    reversibility: 'compensable',
    undoArgs: { repo: '{{ args.repo }}', number: '{{ args.number }}', login: '{{ args.login }}' },
    ...safe,
  },
  {
    kind: 'action',
    id: 'unassign',
    title: 'Take the assignment back',
    args: args({ repo, number, login }),
    call: {
      uses: 'http',
      host: 'tracker',
      method: 'DELETE',
      path: `${issuePath}/assignees`,
      body: { assignees: ['{{ args.login }}'] },
    },
    reversibility: 'compensable',
    ...safe,
  },
  {
    kind: 'action',
    id: 'report_security',
    title: 'Report privately',
    args: args({ repo, summary: { type: 'string', minLength: 1 }, description: { type: 'string' } }),
    output: output({
      type: 'object',
      required: ['ghsa_id'],
      examples: [{ ghsa_id: 'GHSA-0001', state: 'triage' }],
    }),
    call: {
      uses: 'http',
      host: 'tracker',
      method: 'POST',
      path: '/repos/{{ args.repo }}/security-advisories/reports',
      body: { summary: '{{ args.summary }}', description: '{{ args.description }}' },
    },
    gives: ['reported'],
    risk: 'high',
    reversibility: 'compensable',
    undoArgs: { repo: '{{ args.repo }}', advisory: '{{ output.body.ghsa_id }}' },
    ...safe,
  },
  {
    kind: 'action',
    id: 'close_report',
    title: 'Close the report',
    args: args({ repo, advisory: { type: 'string', pattern: '^GHSA-[A-Za-z0-9-]+$' } }),
    call: {
      uses: 'http',
      host: 'tracker',
      method: 'PATCH',
      path: '/repos/{{ args.repo }}/security-advisories/{{ args.advisory }}',
      body: { state: 'closed' },
    },
    reversibility: 'compensable',
    ...safe,
  },
]
