import { answers, fails, loop, nothing, sequence } from '../loop.ts'
import { scenario } from '../scenario.ts'

const soon = { initialSeconds: 0.02, factor: 2, maxSeconds: 1, jitter: 'none' as const }

const booking = {
  flight: { undo: 'unflight', undoArgs: { ref: '{{ output.body.ref }}' } },
  unflight: {},
  hotel: { undo: 'unhotel', undoArgs: { of: '{{ args }}' } },
  unhotel: {},
  pay: {},
}

export const undoing = [
  scenario({
    shows: 'undoes what it did, the last first, when a step fails for good',
    graph: loop('rollback', {
      strategy: sequence('flight', { id: 'hotel', action: 'hotel', args: { nights: 2 } }, 'pay'),
      actions: booking,
    }),
    mocks: { flight: answers({ ref: 'LH1' }), pay: fails(402) },
  }),
  scenario({
    shows: 'tries an undo again, and lists what could not be undone',
    graph: loop('not-undone', {
      strategy: sequence('flight', 'hotel', 'pay'),
      actions: {
        ...booking,
        unflight: { retry: { maxAttempts: 3, ...soon } },
        unhotel: { retry: { maxAttempts: 2, ...soon } },
      },
    }),
    mocks: { flight: answers({ ref: 'LH1' }), pay: fails(402), unflight: fails(503, 1), unhotel: fails(503) },
  }),
  scenario({
    shows: 'undoes what may have happened, too',
    graph: loop('undo-uncertain', {
      strategy: sequence('hotel', 'pay'),
      actions: {
        hotel: { ...booking.hotel, idempotency: 'none', timeoutSeconds: 0.2 },
        unhotel: {},
        pay: {},
      },
      verifier: { onStepUncertain: 'rollback' },
    }),
    mocks: { hotel: nothing },
  }),
  scenario({
    shows: 'undoes the steps of every iteration',
    graph: loop('undo-all', {
      strategy: sequence({ id: 'hotel', action: 'hotel', args: { night: '{{ run.iteration }}' } }),
      actions: { hotel: booking.hotel, unhotel: {} },
      verifier: {
        checks: [
          { type: 'rule', id: 'second', expr: 'run.iteration >= 2', onFail: 'replan' },
          { type: 'rule', id: 'never', expr: 'run.iteration < 2', onFail: 'rollback' },
        ],
      },
      routes: { replan: 'plan' },
    }),
  }),
  scenario({
    shows: 'undoes on a cancellation, after what was in flight has come back, and starts nothing more',
    graph: loop('cancel', {
      strategy: sequence('flight', 'hotel', 'pay'),
      actions: booking,
    }),
    mocks: { flight: answers({ ref: 'LH1' }) },
    commands: [
      {
        on: { type: 'step.started', step: 'hotel' },
        send: { type: 'cancel', by: 'admin', reason: 'changed my mind', compensate: true },
      },
    ],
  }),
  scenario({
    shows: 'stops at once when it is killed, lists what stands, and records what comes in late once',
    graph: loop('kill', {
      strategy: sequence(
        { id: 'flight', action: 'flight', after: [] },
        { id: 'hotel', action: 'hotel', after: [] },
        { id: 'pay', action: 'pay', after: ['flight', 'hotel'] },
      ),
      actions: booking,
    }),
    mocks: { flight: answers({ ref: 'LH1' }), hotel: answers({}, 50) },
    commands: [
      {
        on: { type: 'step.succeeded', step: 'flight' },
        send: { type: 'cancel', by: 'admin', reason: 'stop', compensate: false },
      },
    ],
  }),
]
