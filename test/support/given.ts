import { expect } from 'vitest'
import type { Program } from '../../shared/compile/program.ts'
import type { Command, CommandType, EffectResult, Rejection } from '../../shared/engine/command.ts'
import { decide } from '../../shared/engine/decide.ts'
import type { Effect } from '../../shared/engine/effect.ts'
import type { EffectError } from '../../shared/engine/effectError.ts'
import type { EventBody, EventOf, EventType } from '../../shared/engine/event.ts'
import { apply } from '../../shared/engine/evolve.ts'
import { pending } from '../../shared/engine/pending.ts'
import { initialState, type RunState } from '../../shared/engine/state.ts'
import type { Json } from '../../shared/json.ts'

export const run = 'probe.0.00000000-0000-7000-8000-000000000000'
export const startAt = 1_700_000_000_000

type Of<T extends CommandType> = Extract<Command, { type: T }>

export function accept(input: Json = {}, over: Partial<Of<'accept'>> = {}): Command {
  const request = { source: 'simulation' as const, method: 'POST', headers: {}, by: null }
  return { type: 'accept', at: startAt, run, input, request, seed: 7, dedupeKey: null, ...over }
}

export function settle(
  step: string,
  result: EffectResult = { ok: true, output: {} },
  over: Partial<Of<'settle-step'>> = {},
): Command {
  const iteration = over.iteration ?? 1
  const effect = `${run}/${iteration}/${step}`
  return { type: 'settle-step', at: startAt + 1000, effect, iteration, step, attempt: 1, result, ...over }
}

export function settleUndo(
  step: string,
  result: EffectResult = { ok: true, output: {} },
  over: Partial<Of<'settle-compensation'>> & { iteration?: number } = {},
): Command {
  const { iteration = 1, ...rest } = over
  const effect = `${run}/${iteration}/${step}/undo`
  return { type: 'settle-compensation', at: startAt + 2000, effect, attempt: 1, result, ...rest }
}

export function success(output: Json = {}): EffectResult {
  return { ok: true, output }
}

export function failure(over: Partial<EffectError> = {}): EffectResult {
  const error: EffectError = {
    class: 'http',
    message: 'No',
    status: 500,
    retryable: false,
    mayHaveHappened: false,
    ...over,
  }
  return { ok: false, error }
}

export type Situation = { program: Program; state: RunState; events: EventBody[]; at: number }

/** The situation after commands that are all accepted. */
export function after(program: Program, ...commands: Command[]): Situation {
  const start: Situation = { program, state: initialState, events: [], at: startAt }
  return commands.reduce(perform, start)
}

/** The next situation; the command has to be accepted. */
export function perform(situation: Situation, command: Command): Situation {
  const { program } = situation
  const decision = decide(program, situation.state, command)
  if (!decision.ok) throw new Error(`Refused ${command.type}: ${JSON.stringify(decision.rejection)}`)
  const at = Math.max(situation.at, command.at)
  const state = decision.events.reduce((before, event) => apply(before, event, at), situation.state)
  return { program, state, events: [...situation.events, ...decision.events], at }
}

type Expected = EventType | { [T in EventType]: { type: T; data: Partial<EventOf<T>['data']> } }[EventType]

/** `given(after(program, …)).when(command).emits(…)` or `.rejects(code)`. Types alone, or with what the data must hold. */
export function given(situation: Situation) {
  return {
    when: (command: Command) => {
      const decision = decide(situation.program, situation.state, command)
      return {
        emits: (...expected: Expected[]): Situation => {
          const events = decision.ok ? decision.events : [{ type: 'refused', ...decision.rejection }]
          expect(events.map(({ type }) => type)).toEqual(
            expected.map((each) => (typeof each === 'string' ? each : each.type)),
          )
          for (const [place, each] of expected.entries())
            if (typeof each !== 'string') expect(events[place]).toMatchObject(each)
          return perform(situation, command)
        },
        rejects: (code: Rejection['code']): void => {
          expect(decision).toMatchObject({ ok: false, rejection: { code } })
        },
      }
    },
  }
}

/** What the host owes in a situation. */
export function owed(situation: Situation): Effect[] {
  return pending(situation.program, situation.state)
}

export function owedIds(situation: Situation): string[] {
  return owed(situation)
    .filter((effect) => effect.kind !== 'timer')
    .map((effect) => effect.id)
}

/** The events of one type in a situation. */
export function eventsOf<T extends EventType>(situation: Situation, type: T): EventOf<T>['data'][] {
  return situation.events
    .filter((event) => event.type === type)
    .map((event) => event.data as EventOf<T>['data'])
}
