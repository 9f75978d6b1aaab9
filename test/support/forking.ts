import { seal } from '../../shared/audit/seal.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import type { Fork } from '../../shared/engine/fork.ts'
import { forkOf } from '../../shared/engine/forkOf.ts'
import { accept, after, type Situation, settle, startAt, success } from './given.ts'
import { anAction, aProgram, aStep, aVerifier, stepsInAnyOrder } from './programs.ts'

const trace = 'c'.repeat(32)
export const forkReason = 'To try again.'

export const logOf = ({ events }: Situation): RunEvent[] => seal(null, startAt, trace, events)

/** What a run of a program has to know that is forked from the run of a situation. */
export function forkIn(situation: Situation, iteration: number, under = situation.program): Fork {
  const { program, state } = situation
  if (state.status === 'new') throw new Error('There is nothing to fork')
  const source = { program, events: logOf(situation), undone: state.undone }
  const made = forkOf(source, under, { iteration, reason: forkReason, otherInput: false })
  if (!made.ok) throw new Error(made.rejection.message)
  return made.fork
}

/** A run that finds a ticket, is sent back by its check with a fact and a verdict, and acts again. */
export const ticketProgram = aProgram({
  strategy: stepsInAnyOrder(
    aStep('first', {
      args: {
        round: '{{ run.iteration }}',
        ticket: '{{ has(facts.ticket) ? facts.ticket : null }}',
        because: '{{ verdict == null ? "" : verdict.reasons[0] }}',
      },
    }),
  ),
  actions: {
    act: anAction({
      gives: ['ticket'],
      reversibility: 'compensable',
      undo: { action: 'undo', args: { of: '{{ output }}' } },
    }),
    undo: anAction({ title: 'Undo', reversibility: 'pure' }),
  },
  verifiers: {
    verify: aVerifier({
      checks: [
        {
          type: 'rule',
          id: 'third',
          expr: 'run.iteration >= 3',
          onFail: 'replan',
          message: 'Not yet.',
        },
      ],
    }),
  },
})

/** It has acted once, and acts again. */
export const twice = after(ticketProgram, accept({ n: 1 }), settle('first', success({ id: 'T-1' })))
