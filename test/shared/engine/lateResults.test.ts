import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command } from '../../../shared/engine/command.ts'
import { decide } from '../../../shared/engine/decide.ts'
import { apply } from '../../../shared/engine/evolve.ts'
import { pending } from '../../../shared/engine/pending.ts'
import type { RunState } from '../../../shared/engine/state.ts'
import { arbitraryProgram } from '../../support/arbitraries/program.ts'
import { type Drive, driveToEnd, startDrive } from '../../support/drive.ts'
import { accept, after, eventsOf, failure, given, settle, success } from '../../support/given.ts'
import { anAction, aProgram, aStep, aVerifier, stepsInAnyOrder } from '../../support/programs.ts'
import '../../support/fastCheck.ts'

const world = fc.record({ seed: fc.integer(), granting: fc.constantFrom(0, 0.5, 1) })
const twist = fc.constantFrom<(command: Settle) => Settle>(
  (command) => command,
  (command) => ({ ...command, attempt: command.attempt + 1 }),
  (command) => ({ ...command, attempt: Math.max(1, command.attempt - 1), result: success('other') }),
  (command) => ({ ...command, result: failure({ message: 'later' }) }),
)
type Settle = Extract<Command, { type: 'settle-step' }>

describe('a result that nobody waits for', () => {
  it('changes nothing, wherever in a random run it comes, and is recorded at most once', () => {
    fc.assert(
      fc.property(
        arbitraryProgram(),
        world,
        fc.nat(),
        fc.nat(),
        twist,
        (program, of, which, where, change) => {
          const drive = driveToEnd(startDrive(program), of)
          const settled = drive.turns.flatMap(({ command }) =>
            command.type === 'settle-step' ? [command] : [],
          )
          const command = settled[which % Math.max(1, settled.length)]
          if (!command) return
          const state = stateAfter(drive, command, where)
          // No time passes: what that alone brings about, such as the end of a wait, is not the result's doing.
          const surplus = { ...change(command), at: state.status === 'new' ? 0 : state.at }
          expect(changes(program, state, surplus)).toEqual([])
        },
      ),
    )
  })
})

/** The state after some turn that came after the one in which the command was given. */
function stateAfter(drive: Drive, command: Command, where: number): RunState {
  const given = drive.turns.findIndex((turn) => turn.command === command)
  const place = given + (where % (drive.turns.length - given))
  return drive.turns[place]?.state ?? drive.state
}

/** How a surplus result changes more than the record of late results. */
function changes(program: Drive['program'], state: RunState, surplus: Settle): string[] {
  // Another attempt may be the one that is waited for now.
  if (isAwaited(program, state, surplus)) return []
  const first = decide(program, state, surplus)
  if (!first.ok) return first.rejection.code === 'duplicate' ? [] : [first.rejection.code]
  const types = first.events.map(({ type }) => type).join()
  const next = first.events.reduce((before, event) => apply(before, event, surplus.at), state)
  const again = decide(program, next, surplus)
  return [
    ...(types === 'step.late' ? [] : [`it recorded ${types}`]),
    ...(withoutRecord(next) === withoutRecord(state) ? [] : ['it changed the state']),
    ...(owedFor(program, next) === owedFor(program, state) ? [] : ['it changed what is owed']),
    ...(again.ok ? ['it was recorded twice'] : []),
  ]
}

function isAwaited(program: Drive['program'], state: RunState, { effect, attempt }: Settle): boolean {
  return pending(program, state).some(
    (owed) => owed.kind === 'action' && owed.id === effect && owed.attempt === attempt,
  )
}

/** That a child run has ended is all that a late result may tell: then nobody has to cancel it any more. */
function withoutRecord(state: RunState): string {
  return JSON.stringify({ ...state, at: 0, late: [], children: [] })
}

/** What a child that has ended held of the budget is free again, for those that are still to start. */
function owedFor(program: Drive['program'], state: RunState): string {
  const owed = pending(program, state).filter(({ kind }) => kind !== 'cancel-child')
  return JSON.stringify(owed, (name, value: unknown) => (name === 'budget' ? undefined : value))
}

describe('late results by example', () => {
  const retry = { maxAttempts: 3, initialSeconds: 1, factor: 2, maxSeconds: 60, jitter: 'none' as const }
  const program = aProgram({ actions: { act: anAction({ retry }) } })
  const refused = failure({ class: 'network', retryable: true })

  it('records the result of an attempt that another has replaced', () => {
    const situation = after(program, accept(), settle('first', refused))
    const next = given(situation)
      .when(settle('first', success(), { attempt: 1 }))
      .emits('step.late')
    given(next)
      .when(settle('first', success('again'), { attempt: 1 }))
      .rejects('duplicate')
  })

  it('refuses the same result again without a record', () => {
    const two = aProgram({ strategy: stepsInAnyOrder(aStep('first'), aStep('other')) })
    const situation = after(two, accept(), settle('first', success({ id: 1 })))
    given(situation)
      .when(settle('first', success({ id: 1 })))
      .rejects('duplicate')
    given(situation)
      .when(settle('first', success({ id: 2 })))
      .emits('step.late')
  })

  it('records a result of an iteration that is over', () => {
    const verify = aVerifier({
      checks: [{ type: 'rule', id: 'c', expr: 'run.iteration > 1', onFail: 'replan' }],
    })
    const again = aProgram({ verifiers: { verify } })
    const situation = after(again, accept(), settle('first', success(1)))
    const next = given(situation)
      .when(settle('first', success(2)))
      .emits('step.late')
    given(next)
      .when(settle('first', success(3), { iteration: 2 }))
      .emits('step.succeeded', 'check.completed', 'verdict.reached', 'run.ended')
  })

  it('records a result that comes after the end, once', () => {
    const cancel: Command = {
      type: 'cancel',
      at: 1_700_000_000_500,
      by: 'me',
      reason: 'stop',
      compensate: false,
    }
    const situation = after(program, accept(), cancel)
    const next = given(situation).when(settle('first')).emits('step.late')
    given(next).when(settle('first')).rejects('duplicate')
  })

  it('refuses a result of something that was never asked for', () => {
    const situation = after(program, accept())
    given(situation).when(settle('nobody')).rejects('unknown-effect')
    given(situation)
      .when(settle('first', success(), { effect: 'other' }))
      .rejects('unknown-effect')
    given(situation)
      .when(settle('first', success(), { iteration: 9 }))
      .rejects('unknown-effect')
    expect(eventsOf(situation, 'step.late')).toEqual([])
  })
})
