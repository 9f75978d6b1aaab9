import { type Act, answers, fails, loop, nothing, sequence } from '../loop.ts'
import { scenario } from '../scenario.ts'

const soon = { initialSeconds: 0.02, factor: 2, maxSeconds: 1, jitter: 'none' as const }

/** What can’t be repeated, and a way to find out whether it was done. */
const probed: Act = {
  idempotency: 'none',
  // It bounds the probe, too, which a busy server has to answer in that time.
  timeoutSeconds: 2,
  retry: { maxAttempts: 2, ...soon },
  probe: {
    call: {
      uses: 'http',
      host: 'target',
      method: 'GET',
      path: '/call.probe',
      headers: { 'x-run': '{{ run.id }}' },
    },
    happened: 'output.body.done',
  },
}

export const acting = [
  scenario({
    shows: 'lets steps run at once, as many as may, and judges when all have settled',
    graph: loop('parallel', {
      strategy: sequence(
        ...['slow', 'quick', 'middle', 'later'].map((id) => ({ id, action: id, after: [] })),
        { id: 'join', action: 'join', after: ['slow', 'quick'] },
      ),
      actions: { slow: {}, quick: {}, middle: {}, later: {}, join: {} },
      limits: { parallelism: 3 },
    }),
    mocks: {
      slow: answers('slow', 90),
      quick: answers('quick', 30),
      middle: answers('middle', 60),
      later: answers('later', 45),
    },
  }),
  scenario({
    shows: 'tries again after a failure that may pass, under the same key',
    graph: loop('retry', {
      strategy: sequence('call'),
      actions: { call: { retry: { maxAttempts: 4, ...soon } } },
    }),
    mocks: { call: fails(503, 2) },
  }),
  scenario({
    shows: 'tries again after a call that nobody answered in time, as often as it may',
    graph: loop('timeout', {
      strategy: sequence('call'),
      actions: { call: { timeoutSeconds: 0.2, retry: { maxAttempts: 2, ...soon } } },
    }),
    mocks: { call: nothing },
  }),
  scenario({
    shows: 'never repeats what can’t be repeated and may have happened',
    graph: loop('uncertain', {
      strategy: sequence('call', 'after'),
      actions: {
        call: { idempotency: 'none', timeoutSeconds: 0.2, retry: { maxAttempts: 3, ...soon } },
        after: {},
      },
    }),
    mocks: { call: nothing },
  }),
  scenario({
    shows: 'takes what may have happened for done when a probe finds that it is',
    graph: loop('probed', { strategy: sequence('call', 'after'), actions: { call: probed, after: {} } }),
    mocks: { call: { ...nothing, probe: { status: 200, body: { done: true, id: 7 } } } },
  }),
  scenario({
    shows: 'tries again what a probe finds not to have happened',
    graph: loop('probed-not', { strategy: sequence('call', 'after'), actions: { call: probed, after: {} } }),
    mocks: { call: { ...nothing, probe: { status: 200, body: { done: false } } } },
  }),
  scenario({
    shows: 'repeats what can’t be repeated when it certainly did not happen',
    graph: loop('refused', {
      strategy: sequence('call'),
      actions: { call: { idempotency: 'none', retry: { maxAttempts: 3, ...soon } } },
    }),
    mocks: { call: fails(429, 1) },
  }),
  scenario({
    shows: 'skips a step whose condition is false, and what waits for one that failed',
    graph: loop('skipped', {
      strategy: sequence(
        { id: 'odd', action: 'odd', when: 'input.n == 1' },
        { id: 'broken', action: 'broken', after: [] },
        { id: 'next', action: 'next', after: ['broken'] },
        { id: 'other', action: 'other', after: ['odd'] },
      ),
      actions: { odd: {}, broken: {}, next: {}, other: {} },
      verifier: { onStepFailed: 'escalate' },
    }),
    input: { n: 2 },
    mocks: { broken: fails(422), other: answers(null, 50) },
  }),
  scenario({
    shows: 'fails a step that needs what is not so, has wrong arguments or brings what does not fit',
    graph: loop('contracts', {
      strategy: sequence(
        { id: 'needy', action: 'needy' },
        { id: 'typed', action: 'typed', after: [], args: { n: '{{ input.n }}' } },
        { id: 'brings', action: 'brings', after: [] },
      ),
      actions: {
        needy: { needs: 'has(facts.paid)' },
        typed: { args: { type: 'object', properties: { n: { type: 'string' } } } },
        brings: { output: { type: 'object', properties: { body: { type: 'string' } } } },
      },
      verifier: { onStepFailed: 'bail' },
    }),
    input: { n: 1 },
    mocks: { brings: answers({ not: 'a text' }) },
  }),
  scenario({
    shows: 'acquires leases in the order of their names before a step starts, and gives them back',
    graph: loop('leases', {
      strategy: sequence(
        { id: 'both', action: 'both', args: { who: '{{ input.who }}' } },
        { id: 'again', action: 'again' },
      ),
      actions: {
        both: { leases: ['room-b-{{ args.who }}', 'room-a-{{ args.who }}'] },
        again: { leases: ['room-a-{{ input.who }}'] },
      },
    }),
    input: { who: 'ada' },
  }),
]
