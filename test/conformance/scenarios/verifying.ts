import type { Check, CheckOf } from '../../../shared/graph/nodes/check.ts'
import type { Json } from '../../../shared/json.ts'
import type { TrialMock } from '../../../shared/sim/trial.ts'
import { wire } from '../../../shared/templates/wire.ts'
import { answers, fails, loop, nothing, outcome, sequence } from '../loop.ts'
import { scenario } from '../scenario.ts'

const external = (id: string, over: Partial<CheckOf<'http'>> = {}): Check => ({
  type: 'http',
  id,
  onFail: 'bail',
  call: { host: 'target', method: 'POST', path: `/check/${id}`, headers: { 'x-run': '{{ run.id }}' } },
  about: '{{ steps.call.output.body }}',
  timeoutSeconds: 120,
  ...over,
})

const says = (...each: Json[]): TrialMock => ({
  delayMs: 10,
  mock: {
    answers: 'series',
    each: each.map((value) => ({ delayMs: 10, mock: { answers: 'value', value } })),
  },
})

const soon = { maxAttempts: 2, initialSeconds: 0.02, factor: 2, maxSeconds: 1, jitter: 'none' as const }

/** A loop of one call, judged by these checks. */
const judged = (name: string, checks: Check[], over: Partial<Parameters<typeof loop>[1]> = {}) =>
  loop(name, {
    strategy: sequence('call'),
    actions: { call: {} },
    ...over,
    verifier: { checks, ...over.verifier },
  })

const order = { id: 7, total: 101, lines: [{ sku: 'a' }, { sku: 'b' }] }

export const verifying = [
  scenario({
    shows: 'checks layer by layer, and lets a gate have the last word',
    graph: judged(
      'layers',
      [
        { type: 'rule', id: 'paid', expr: 'steps.call.output.body.total > 100', onFail: 'bail' },
        {
          type: 'variance',
          id: 'near',
          actual: 'steps.call.output.body.total',
          expected: '100',
          tolerance: { relative: 0.02 },
          onFail: 'bail',
        },
        {
          type: 'schema',
          id: 'formed',
          target: 'steps.call.output.body',
          schema: { required: ['id'] },
          onFail: 'bail',
        },
        {
          type: 'quality',
          id: 'whole',
          target: 'steps.call.output.body.lines',
          required: ['/sku', '/price'],
          unique: '/sku',
          onFail: 'flag',
        },
      ],
      { verifier: { gate: { expr: 'checks.near.result == "pass" && risk < 0.1', onFail: 'escalate' } } },
    ),
    mocks: { call: answers(order) },
  }),
  scenario({
    shows: 'asks an external checker, and goes where its answer leads',
    graph: judged('external', [external('outside', { onFail: 'rollback' })]),
    mocks: {
      call: answers(order),
      'check/outside': says({
        result: 'fail',
        severity: 0.3,
        message: 'Too dear.',
        version: '7',
        evidence: { limit: 50 },
      }),
    },
  }),
  scenario({
    shows: 'outvotes an answer of a checker that flaps, and asks no more than it has to',
    graph: judged('votes', [external('outside', { votes: { of: 5, need: 2 } })]),
    mocks: {
      call: answers(order),
      'check/outside': says({ result: 'pass' }, { result: 'fail' }, { result: 'pass' }, { result: 'fail' }),
    },
  }),
  scenario({
    shows: 'asks a checker again that failed, and takes what it then says',
    graph: judged('checker-again', [external('outside', { retry: { ...soon, maxAttempts: 3 } })]),
    mocks: { call: answers(order), 'check/outside': fails(503, 2) },
  }),
  scenario({
    shows: 'takes a checker that never answers for no success',
    graph: judged('checker-silent', [external('outside', { timeoutSeconds: 0.2, retry: soon })]),
    mocks: { call: answers(order), 'check/outside': nothing },
  }),
  scenario({
    shows: 'takes an answer that breaks the contract for no success',
    graph: judged('checker-odd', [external('outside', { onInconclusive: 'rollback', retry: soon })]),
    mocks: { call: answers(order), 'check/outside': says({ verdict: 'fine' }) },
  }),
  scenario({
    shows: 'makes a check of some runs only, and of those that something speaks against',
    graph: judged('sampled', [
      { type: 'rule', id: 'never', expr: 'true', onFail: 'bail', sample: { rate: 0 } },
      { type: 'rule', id: 'always', expr: 'false', onFail: 'flag', sample: { rate: 1 } },
      { type: 'rule', id: 'then', expr: 'true', onFail: 'bail', sample: { rate: 0 } },
    ]),
    mocks: { call: answers(order) },
  }),
  scenario({
    shows: 'hands what was verified on to the next stage, and names what stands when that one bails',
    graph: loop('passed', {
      strategy: sequence('call'),
      actions: { call: { undo: 'uncall' }, uncall: {} },
      routes: { pass: 'then' },
      nodes: [
        {
          kind: 'planner',
          id: 'then',
          title: 'Then',
          strategy: sequence({ id: 'tell', action: 'tell', args: { of: '{{ passed.steps.call.body.id }}' } }),
        },
        {
          kind: 'action',
          id: 'tell',
          title: 'Tell',
          call: { uses: 'transform', value: '{{ args }}' },
          reversibility: 'pure',
          idempotency: 'native',
        },
        {
          kind: 'verifier',
          id: 'last',
          title: 'Last',
          checks: [{ type: 'rule', id: 'told', expr: 'steps.tell.output.of == 8', onFail: 'bail' }],
        },
        outcome('left', 'bailed', { left: '{{ run.standing }}' }),
      ],
      edges: [
        wire('then.plan', 'tell.step'),
        wire('tell.result', 'last.in'),
        wire('last.pass', 'done.in'),
        wire('last.replan', 'left.in'),
        wire('last.rollback', 'undone.in'),
        wire('last.escalate', 'human.in'),
        wire('last.bail', 'left.in'),
      ],
    }),
    mocks: { call: answers(order) },
  }),
]
