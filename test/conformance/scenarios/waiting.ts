import type { Graph } from '../../../shared/graph/graph.ts'
import type { WaitFor } from '../../../shared/graph/nodes/action.ts'
import { loop, nothing, sequence } from '../loop.ts'
import { scenario } from '../scenario.ts'

const waitingFor = (name: string, what: WaitFor): Graph =>
  loop(name, {
    strategy: sequence('ask', 'hear', {
      id: 'tell',
      action: 'tell',
      args: { heard: '{{ has(steps.hear.output.data) ? steps.hear.output.data : "nothing" }}' },
    }),
    actions: { ask: {}, hear: { call: { uses: 'wait', for: what } }, tell: {} },
    verifier: { onStepFailed: 'bail' },
  })

const answer = { type: 'event', event: 'answer', timeoutSeconds: 60 } as const
/** Nobody posts the event but the commands. */
const mocks = { hear: nothing }

const signal = (id: string, data: number) =>
  ({ type: 'signal', id, name: 'answer', data, by: 'admin' }) as const

export const waiting = [
  scenario({
    shows: 'lets time pass',
    graph: loop('wait', {
      strategy: sequence('nap', 'call'),
      actions: { nap: { call: { uses: 'wait', for: { type: 'duration', seconds: 0.2 } } }, call: {} },
    }),
  }),
  scenario({
    shows: 'waits for an event that fits, and takes it once',
    mocks,
    graph: waitingFor('signal', { ...answer, match: 'event.data > 10.0' }),
    commands: [
      { on: { type: 'step.started', step: 'hear' }, send: signal('a', 5) },
      { on: { type: 'signal.received' }, send: signal('b', 42) },
    ],
  }),
  scenario({
    shows: 'takes an event that came before it was waited for',
    mocks,
    graph: waitingFor('early-signal', answer),
    commands: [{ on: { type: 'step.started', step: 'ask' }, send: signal('a', 7) }],
  }),
  scenario({
    shows: 'fails when the event does not come in time',
    mocks,
    graph: waitingFor('no-signal', { ...answer, timeoutSeconds: 0.2 }),
  }),
]
