import { retryDefault } from '../../graph/nodes/action.ts'
import type { Rejection } from '../command.ts'
import type { EffectError } from '../effectError.ts'
import { planEffectId } from '../effectId.ts'
import type { EventOf } from '../event.ts'
import { isTimeUp } from '../limits.ts'
import { loggableError } from '../loggableError.ts'
import { externalOf } from '../planRequest.ts'
import { mayRetry, nextAttemptAt } from '../retry.ts'
import { screenProposal } from '../screening.ts'
import type { ActiveRun, AskedPlanner, EndedRun } from '../state.ts'
import { emit, type Turn } from '../turn.ts'
import { fromOutside } from '../wellFormed.ts'
import type { CommandOf } from './commandOf.ts'

type Answer = EventOf<'plan.answered'>['data']['answer']

/** Takes what an external planner answered. An answer that nobody waits for any more is refused: it changes nothing. */
export function settlePlan(
  turn: Turn,
  state: ActiveRun | EndedRun,
  command: CommandOf<'settle-plan'>,
): Rejection | null {
  const { effect, attempt, result } = command
  const open = openAsk(state, effect)
  if (state.status !== 'active' || !state.iteration || open?.attempt !== attempt || open.answer)
    return surplus(state, effect)
  const { number: iteration, planner } = state.iteration
  const answer = result.ok
    ? screened(turn, state, proposalOf(result.proposal))
    : failure(turn, state, open, loggableError(result.error))
  emit(turn, {
    type: 'plan.answered',
    data: { iteration, planner, member: open.member, effect, attempt, answer },
  })
  return null
}

function openAsk(state: ActiveRun | EndedRun, effect: string): AskedPlanner | undefined {
  if (state.status !== 'active' || state.phase.at !== 'planning') return undefined
  return state.phase.ask?.asked.find((each) => each.effect === effect)
}

function proposalOf(proposal: unknown): Answer {
  const read = fromOutside(proposal)
  if (read.ok) return { ok: true, proposal: read.value }
  const message = `The answer${read.fault.pointer ? ` at ${read.fault.pointer}` : ''}: ${read.fault.message}`
  return {
    ok: false,
    error: { class: 'schema', message, retryable: false, mayHaveHappened: false },
    retryAt: null,
  }
}

/** What the policies at step hide is hidden where a planner says it, too. */
function screened(turn: Turn, state: ActiveRun, answer: Answer): Answer {
  if (!answer.ok) return answer
  const { proposal, notes } = screenProposal(turn.program, state, turn.at, answer.proposal)
  for (const note of notes) emit(turn, note)
  return { ok: true, proposal }
}

/** Asking a planner changes nothing, so it is tried again like what may be repeated safely. */
function failure(turn: Turn, state: ActiveRun, asked: AskedPlanner, error: EffectError): Answer {
  const strategy = externalOf(turn.program.planners[state.iteration?.planner ?? ''], asked.member)
  const how = { retry: strategy?.retry ?? retryDefault, idempotency: 'native' as const }
  const { effect, attempt } = asked
  const goesOn = state.cancel === null && !isTimeUp(turn.program, state, turn.at)
  if (!goesOn || !mayRetry(how, error, attempt)) return { ok: false, error, retryAt: null }
  const retryAt = nextAttemptAt(how, { seed: state.seed, effect, attempt, error, at: turn.at })
  return { ok: false, error, retryAt }
}

/** An answer to an ask that is over is a duplicate; one to an ask that never was, or that the run has not come to, is unknown. */
function surplus(state: ActiveRun | EndedRun, effect: string): Rejection {
  const match = /^(\d{1,9})\/plan\/(\d{1,9})(?:\/([^/]+))?$/.exec(effect.slice(state.run.length + 1))
  const iteration = Number(match?.[1])
  const ask = Number(match?.[2])
  const now = state.iteration
  const isOurs = match !== null && effect === planEffectId(state.run, iteration, ask, match[3] ?? null)
  const wasAsked =
    isOurs &&
    now !== null &&
    ask >= 1 &&
    iteration >= 1 &&
    (iteration < now.number || (iteration === now.number && ask <= now.asks))
  return wasAsked
    ? { code: 'duplicate', message: `Nobody waits for an answer to ${effect} any more.` }
    : { code: 'unknown-effect', message: `The run never asked for ${JSON.stringify(effect)}.` }
}
