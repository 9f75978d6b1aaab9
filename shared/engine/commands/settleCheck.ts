import type { Program } from '../../compile/program.ts'
import { answerOfDrift, answerOfHttp } from '../../verify/hostAnswer.ts'
import type { CheckAnswer } from '../checkEvents.ts'
import { hostCheckOf, retryOf, roundOf } from '../checkRequest.ts'
import type { Rejection } from '../command.ts'
import type { EffectError } from '../effectError.ts'
import { checkEffectId } from '../effectId.ts'
import { isTimeUp } from '../limits.ts'
import { loggableError } from '../loggableError.ts'
import { mayRetry, nextAttemptAt } from '../retry.ts'
import type { ActiveRun, EndedRun, OpenCheck } from '../state.ts'
import { emit, type Turn } from '../turn.ts'
import { fromOutside } from '../wellFormed.ts'
import type { CommandOf } from './commandOf.ts'

/** Takes what came of a check that the host makes. An answer that nobody waits for any more is refused: it changes nothing. */
export function settleCheck(
  turn: Turn,
  state: ActiveRun | EndedRun,
  command: CommandOf<'settle-check'>,
): Rejection | null {
  const { effect, attempt, result } = command
  const asked = openCheck(turn.program, state, effect)
  if (state.status !== 'active' || !asked || asked.open.attempt !== attempt)
    return surplus(turn.program, state, effect)
  const { verifier, check, open } = asked
  const read = result.ok ? fromOutside(result.answer) : null
  const answer = !result.ok
    ? failure(turn, state, asked, loggableError(result.error))
    : read?.ok
      ? told(asked, read.value)
      : broken(`The answer${read?.fault.pointer ? ` at ${read.fault.pointer}` : ''}: ${read?.fault.message}`)
  const data = { iteration: state.iteration?.number ?? 1, verifier, check: check.id, effect }
  emit(turn, { type: 'check.answered', data: { ...data, vote: open.vote, attempt, answer } })
  return null
}

type Asked = { verifier: string; check: NonNullable<ReturnType<typeof hostCheckOf>>; open: OpenCheck }

function openCheck(program: Program, state: ActiveRun | EndedRun, effect: string): Asked | null {
  if (state.status !== 'active' || state.cancel || state.phase.at !== 'verifying') return null
  const { verifier, asking } = state.phase
  if (asking?.open?.effect !== effect) return null
  const check = hostCheckOf(program, verifier, asking.check)
  return check ? { verifier, check, open: asking.open } : null
}

function told({ check }: Asked, answer: Parameters<typeof answerOfHttp>[1]): CheckAnswer {
  const read = check.type === 'http' ? answerOfHttp(check, answer) : answerOfDrift(check, answer)
  return read.ok ? { ok: true, ...read.outcome, by: read.by } : broken(read.reason)
}

/** An answer that can't be read: another one would hardly be better. */
function broken(message: string): CheckAnswer {
  const error: EffectError = { class: 'schema', message, retryable: false, mayHaveHappened: false }
  return { ok: false, error, retryAt: null }
}

function failure(turn: Turn, state: ActiveRun, { check, open }: Asked, error: EffectError): CheckAnswer {
  const how = retryOf(check)
  const { effect, attempt } = open
  const goesOn = state.cancel === null && !isTimeUp(turn.program, state, turn.at)
  if (!goesOn || !mayRetry(how, error, attempt)) return { ok: false, error, retryAt: null }
  return {
    ok: false,
    error,
    retryAt: nextAttemptAt(how, { seed: state.seed, effect, attempt, error, at: turn.at }),
  }
}

/** An answer to an ask that is over is a duplicate; one to an ask that never was, or that the run has not come to, is unknown. */
function surplus(program: Program, state: ActiveRun | EndedRun, effect: string): Rejection {
  return wasAsked(program, state, effect)
    ? { code: 'duplicate', message: `Nobody waits for an answer to ${effect} any more.` }
    : { code: 'unknown-effect', message: `The run never asked for ${JSON.stringify(effect)}.` }
}

function wasAsked(program: Program, state: ActiveRun | EndedRun, effect: string): boolean {
  const match = /^check\/(\d{1,9})\/([^/~]+)\/([^/~]+)(?:~(\d{1,9}))?(?:\/(\d{1,2}))?$/.exec(
    effect.slice(state.run.length + 1),
  )
  const [, first = '', verifier = '', check = '', again, voted] = match ?? []
  const iteration = Number(first)
  const round = again === undefined ? 1 : Number(again)
  const vote = voted === undefined ? null : Number(voted)
  const now = state.iteration?.number ?? 1
  if (!match || iteration < 1 || iteration > now || !hostCheckOf(program, verifier, check)) return false
  if (effect !== checkEffectId(state.run, { iteration, verifier, round, check, vote })) return false
  if (iteration < now || round < roundOf(state, verifier)) return true
  // A run that stopped, or ended, while it verified has forgotten what was asked: nothing waits for it in any case.
  if (state.status === 'ended' || state.stop !== null) return true
  if (state.phase.at !== 'verifying' || state.phase.verifier !== verifier) return false
  const { checks, asking } = state.phase
  if (asking?.check === check) return (vote ?? 1) <= asking.votes.length + (asking.open ? 1 : 0)
  return checks.some((done) => done.check === check)
}
