import { describe, expect, it } from 'vitest'
import { simulateTrial, type Trial } from '../../../shared/sim/trial.ts'
import { anAction, aProgram } from '../../support/programs.ts'

const trial = (over: Partial<Trial> = {}): Trial => ({
  program: aProgram(),
  input: {},
  mocks: {},
  decision: 'none',
  startAt: 1000,
  ...over,
})

describe('a trial', () => {
  it.for([
    [408, true],
    [429, false],
    [501, true],
  ] as const)('takes a status of %i for what a server takes it for', ([status, mayHaveHappened]) => {
    const program = aProgram({ actions: { act: anAction({ idempotency: 'none' }) } })
    const mock = { answers: 'failure' as const, status, times: null }
    const { events } = simulateTrial(trial({ program, mocks: { act: { delayMs: 1, mock } } }))
    expect(events.some(({ type }) => type === 'step.uncertain')).toBe(mayHaveHappened)
  })

  it('lets an operator act as soon as an event is on record', () => {
    const { events } = simulateTrial(
      trial({
        commands: [
          {
            on: { type: 'step.started', step: 'first' },
            send: { type: 'pause', by: 'me', reason: 'a look' },
          },
          { on: { type: 'run.paused' }, send: { type: 'resume', by: 'me', reason: 'enough' } },
        ],
      }),
    )
    const types = events.map(({ type }) => type)
    expect(types.slice(types.indexOf('step.started')).slice(0, 3)).toEqual([
      'step.started',
      'run.paused',
      'run.resumed',
    ])
    expect(types.at(-1)).toBe('run.ended')
  })
})
