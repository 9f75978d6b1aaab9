import { type ChainHead, sealWithTexts } from '../audit/seal.ts'
import type { Program } from '../compile/program.ts'
import type { Json } from '../json.ts'
import type { PersonalValues } from '../privacy/PersonalValues.ts'
import { decideKnowing, pendingKnowing } from '../privacy/privately.ts'
import type { Command, Rejection } from './command.ts'
import type { ActionEffect, Effect } from './effect.ts'
import type { RunEvent } from './event.ts'
import { evolve } from './evolve.ts'
import type { RunState } from './state.ts'
import { transformed } from './transformed.ts'

/** A turn ends after about so many events, some 30 ms, also when it could go on: other runs have their turns in between. */
export const eventsAtOnce = 2000

/** Larger results wait for a turn of their own, in which one that can't be recorded does no harm. */
const charactersAtOnce = 100_000

/** Where a turn begins. */
export type TurnStart = {
  program: Program
  state: RunState
  head: ChainHead | null
  trace: string
  /** The run’s personal values, of which its log and its state hold tokens; null where it has none. */
  personal?: PersonalValues | null
  /** Told of each event when it is made, while all of it is at hand: thousands of them later it has to be fetched from memory again. */
  watch?: (event: RunEvent) => void
}

/** What a turn comes to. `texts` are its events as they were hashed: canonical JSON, without the hash. */
export type TurnEnd = { events: RunEvent[]; texts: string[]; state: RunState; owed: Effect[] }

/**
 * What a command leads to: its own events, and those of every step on the way that only computes a value. Such a step needs
 * nothing from outside, so its result follows at once, in the transaction of its intent. Past `most` events no more is begun.
 */
export function takeTurn(start: TurnStart, command: Command, most = eventsAtOnce): TurnEnd | Rejection {
  const { program, trace, personal = null, watch } = start
  const { at } = command
  const events: RunEvent[] = []
  const texts: string[] = []
  let { state, head } = start
  const take = (each: Command): Rejection | null => {
    const decision = decideKnowing(personal, program, state, each)
    if (!decision.ok) return decision.rejection
    const sealed = sealWithTexts(head, at, trace, decision.events)
    // What is folded later is what was sealed: the same, unless a text had to be replaced.
    const isAsDecided =
      !personal && sealed.events.every(({ data }, place) => data === decision.events[place]?.data)
    state = isAsDecided ? decision.state : sealed.events.reduce(evolve, state)
    events.push(...sealed.events)
    texts.push(...sealed.texts)
    head = sealed.events.at(-1) ?? head
    if (watch) for (const event of sealed.events) watch(event)
    return null
  }
  const rejection = take(command)
  if (rejection) return rejection
  let owed = pendingKnowing(personal, program, state)
  while (events.length < most) {
    const results = owed.flatMap((effect) => resultAtOnce(program, effect, at) ?? [])
    if (results.length === 0) break
    for (const result of results) take(result)
    owed = pendingKnowing(personal, program, state)
  }
  return { events, texts, state, owed }
}

/** An effect that only computes a value from what is in scope: nothing is sent, no secret is read, and nothing limits how often. */
export function computes(program: Program, effect: Effect): effect is ActionEffect {
  const action = effect.kind === 'action' ? program.actions[effect.action] : undefined
  return action?.call.uses === 'transform' && action.secrets.length === 0 && action.limit === null
}

/** The result of an effect that only computes, as a command; null for any other, and for what is not due. */
function resultAtOnce(program: Program, effect: Effect, at: number): Command | null {
  if (!computes(program, effect) || (effect.notBefore ?? 0) > at) return null
  const call = program.actions[effect.action]?.call
  if (call?.uses !== 'transform') return null
  const result = transformed(call, effect.scope)
  if (result.ok && isLarge(result.output)) return null
  const { id, iteration, step, attempt } = effect
  return { type: 'settle-step', at, effect: id, iteration, step, attempt, result }
}

function isLarge(output: Json): boolean {
  if (typeof output !== 'object' && typeof output !== 'string') return false
  const text = typeof output === 'string' ? output : JSON.stringify(output)
  return text.length > charactersAtOnce
}
