import { reachWords } from '../assuming.ts'
import type { Rejection } from '../command.ts'
import { reachEffectId } from '../effectId.ts'
import { hostsToReach, timesAsked } from '../reaching.ts'
import type { ActiveRun, EndedRun } from '../state.ts'
import { emit, type Turn } from '../turn.ts'
import { loggableText } from '../wellFormed.ts'
import type { CommandOf } from './commandOf.ts'

/** Takes what was found out about a host, for everyone who needs it. An answer that nobody waits for any more changes nothing. */
export function settleReach(
  turn: Turn,
  state: ActiveRun | EndedRun,
  command: CommandOf<'settle-reach'>,
): Rejection | null {
  const { effect, reachable } = command
  const asked = askedIn(state, effect)
  const times = asked ? timesAsked(state, asked.host) : 0
  const needers =
    asked && state.status === 'active' ? hostsToReach(turn.program, state).get(asked.host) : undefined
  if (!asked || asked.number > times + 1 || (asked.number > times && !needers))
    return { code: 'unknown-effect', message: `The run never asked for ${JSON.stringify(effect)}.` }
  if (asked.number <= times || !needers)
    return { code: 'duplicate', message: `What ${effect} found out is on record.` }
  const words = loggableText(command.message)
  for (const of of needers)
    emit(turn, {
      type: 'assumption.checked',
      data: {
        iteration: state.iteration?.number ?? 1,
        of,
        assumption: { type: 'reachable', host: asked.host },
        holds: reachable,
        message: words === '' ? reachWords(asked.host, reachable) : words,
      },
    })
  return null
}

function askedIn(state: ActiveRun | EndedRun, effect: string): { host: string; number: number } | null {
  const match = /^reach\/([a-z][a-z0-9_]*)\/(\d{1,9})$/.exec(effect.slice(state.run.length + 1))
  const [, host = '', digits = ''] = match ?? []
  return match && effect === reachEffectId(state.run, host, Number(digits))
    ? { host, number: Number(digits) }
    : null
}
