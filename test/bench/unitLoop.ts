import type { Graph } from '../../shared/graph/graph.ts'
import type { ActionNode } from '../../shared/graph/nodes/action.ts'
import type { StepTemplate } from '../../shared/graph/nodes/planner.ts'
import type { Check } from '../../shared/graph/nodes/verifier.ts'
import { wire } from '../../shared/templates/wire.ts'

/** What a call of the unit loop sends: words, how its steps act, and how often it plans. */
export type UnitInput = { task: string; kind: 'fn' | 'http'; iters: number }

/** The host that steps of kind `http` ask; the workspace says where it is. */
export const unitHost = 'stub'

const operations = [
  { id: 'upper', of: (arg: string) => `${arg}.upperAscii()` },
  { id: 'reverse', of: (arg: string) => `${arg}.reverse()` },
  { id: 'length', of: (arg: string) => `string(size(${arg}))` },
] as const

/** Spaces, commas and semicolons part words. */
const words = 'input.task.replace(",", " ").replace(";", " ").split(" ").filter(word, word != "")'

/** A step works on one word of the task, further along with each iteration. */
function argOf(place: number): string {
  const turn = 'int(run.iteration) - 1'
  const word = `[${words}].map(words, size(words) == 0 ? "empty" : words[(${turn} + ${place}) % size(words)])[0]`
  return `{{ ${word} }}-{{ ${turn} }}`
}

const steps = (actionOf: (operation: string) => string): StepTemplate[] =>
  operations.map(({ id }, place) => ({
    id,
    action: actionOf(id),
    args: { op: id, arg: argOf(place) },
    after: [],
  }))

const common = { kind: 'action', reversibility: 'pure', idempotency: 'native' } as const

const actions: ActionNode[] = [
  ...operations.map(({ id, of }) => ({
    ...common,
    id,
    title: id,
    call: { uses: 'transform' as const, value: `{{ ${of('args.arg')} }}` },
    output: { type: 'string' },
  })),
  {
    ...common,
    id: 'act',
    title: 'Ask the stub',
    call: {
      uses: 'http',
      host: unitHost,
      method: 'GET',
      path: '/act',
      query: { op: '{{ args.op }}', arg: '{{ args.arg }}' },
    },
    output: {
      type: 'object',
      required: ['status', 'body'],
      properties: {
        status: { type: 'integer' },
        body: { type: 'object', required: ['value'], properties: { value: { type: 'string' } } },
      },
    },
  },
]

const valueOf = (step: string) =>
  `(input.kind == "http" ? steps.${step}.output.body.value : steps.${step}.output)`

const checks: Check[] = [
  {
    type: 'rule',
    id: 'every-value',
    expr: operations
      .map(({ id, of }, place) => `${valueOf(id)} == ${of(`plan.steps[${place}].args.arg`)}`)
      .join(' && '),
    onFail: 'bail',
  },
  { type: 'rule', id: 'all-turns', expr: 'run.iteration >= input.iters', onFail: 'replan' },
]

const results = operations.map(({ id }) => `{{ ${valueOf(id)} }}`)

/**
 * The unit of work that engines of this kind are compared by, as an ordinary graph: each iteration plans three steps from the
 * words of the task, acts, verifies every value, and plans again until it has done so `iters` times. The policies match
 * nothing; they are there because a real loop has some.
 */
export const unitLoop: Graph = {
  format: 'pavane.graph/1',
  name: 'unit-loop',
  title: 'Unit loop',
  description: 'Upper case, reverse and length of words, as often as the caller says.',
  nodes: [
    {
      kind: 'trigger',
      id: 'call',
      title: 'Call',
      auth: { scheme: 'none' },
      input: {
        type: 'object',
        required: ['task', 'kind', 'iters'],
        properties: {
          task: { type: 'string', maxLength: 10_000 },
          kind: { enum: ['fn', 'http'] },
          iters: { type: 'integer', minimum: 1, maximum: 1000 },
        },
      },
      respond: { mode: 'wait', seconds: 60 },
    },
    {
      kind: 'planner',
      id: 'plan',
      title: 'Plan',
      strategy: {
        type: 'table',
        hitPolicy: 'unique',
        inputs: [{ id: 'kind', label: 'Kind', expr: 'input.kind' }],
        rules: [
          { id: 'fn', cells: ['"fn"'], steps: steps((operation) => operation) },
          { id: 'http', cells: ['"http"'], steps: steps(() => 'act') },
        ],
      },
    },
    ...actions,
    { kind: 'verifier', id: 'verify', title: 'Verify', checks },
    {
      kind: 'outcome',
      id: 'done',
      title: 'Done',
      status: 'succeeded',
      body: { ok: true, iters: '{{ run.iteration }}', results },
    },
    { kind: 'outcome', id: 'wrong', title: 'Wrong', status: 'bailed', body: { ok: false } },
  ],
  edges: [
    wire('call.input', 'plan.in'),
    ...actions.flatMap(({ id }) => [wire('plan.plan', `${id}.step`), wire(`${id}.result`, 'verify.in')]),
    wire('verify.pass', 'done.in'),
    wire('verify.replan', 'plan.in'),
    wire('verify.rollback', 'wrong.in'),
    wire('verify.escalate', 'wrong.in'),
    wire('verify.bail', 'wrong.in'),
  ],
  policies: [
    {
      id: 'long-words',
      title: 'No word is longer than a line',
      at: 'step',
      when: 'size(args.arg) > 1000',
      effect: 'deny',
      message: 'A word of the task is too long.',
    },
    {
      id: 'wide-plans',
      title: 'A plan has few steps',
      at: 'plan',
      when: 'size(plan.steps) > 10',
      effect: 'require-approval',
      message: 'The plan has many steps.',
    },
    {
      id: 'risky-passes',
      title: 'Nothing risky passes',
      at: 'verdict',
      when: 'verdict.verdict == "pass" && verdict.risk > 0.5',
      effect: 'deny',
      message: 'The verdict passes at a high risk.',
    },
  ],
  limits: { iterations: 1000, steps: 10_000, durationSeconds: 3600, queue: 100_000 },
  layout: { positions: {} },
}

/** What the loop has to answer: every value worked out again, with none of its code. */
export function unitAnswer({ task, iters }: UnitInput): { ok: true; iters: number; results: string[] } {
  const words = task.split(/[ ,;]+/).filter(Boolean)
  const turn = iters - 1
  const arg = (place: number) => `${words[(turn + place) % words.length] ?? 'empty'}-${turn}`
  const results = [arg(0).toUpperCase(), Array.from(arg(1)).reverse().join(''), String(arg(2).length)]
  return { ok: true, iters, results }
}
