import type { EventOf } from './event.ts'
import { outputsOf } from './passed.ts'
import type { ActiveRun, CheckAsk, OpenCheck, Phase, RunState } from './state.ts'

type Verifying = Extract<Phase, { at: 'verifying' }>

export function checkAsked(state: ActiveRun, data: EventOf<'check.asked'>['data']): RunState {
  const { verifier, check, effect, vote, attempt } = data
  const phase = verifyingBy(state, verifier)
  const votes = phase.asking?.check === check ? phase.asking.votes : []
  const open: OpenCheck = { effect, vote, attempt, notBefore: null }
  return { ...state, phase: { ...phase, asking: { check, votes, open } } }
}

/** An answer, or the last failure, is kept; after any other failure the next attempt is due. */
export function checkAnswered(state: ActiveRun, data: EventOf<'check.answered'>['data']): RunState {
  const { phase } = state
  if (phase.at !== 'verifying' || !phase.asking) return state
  return { ...state, phase: { ...phase, asking: answered(phase.asking, data) } }
}

function answered(asking: CheckAsk, data: EventOf<'check.answered'>['data']): CheckAsk {
  const { effect, attempt, answer } = data
  const { open, votes } = asking
  if (open?.effect !== effect || open.attempt !== attempt) return asking
  if (answer.ok || answer.retryAt === null) return { ...asking, votes: [...votes, answer], open: null }
  return { ...asking, open: { ...open, attempt: attempt + 1, notBefore: answer.retryAt } }
}

export function checkCompleted(state: ActiveRun, data: EventOf<'check.completed'>['data']): RunState {
  const { verifier, ...result } = data
  const { checks } = verifyingBy(state, verifier)
  return { ...state, phase: { at: 'verifying', verifier, checks: [...checks, result], asking: null } }
}

export function verdictReached(state: ActiveRun, data: EventOf<'verdict.reached'>['data']): RunState {
  const { checks } = verifyingBy(state, data.verifier)
  const { to, keeps, ...verdict } = data
  const { verifier, iteration } = verdict
  return {
    ...state,
    verdict: { ...verdict, checks },
    passed: keeps ? { verifier, iteration, steps: outputsOf(state.iteration) } : state.passed,
    phase: { at: 'judged', to },
    judgedBy: [...state.judgedBy, verifier],
    iteration: state.iteration && {
      ...state.iteration,
      judged: [...state.iteration.judged, verifier],
    },
  }
}

/** The checks that the verifier has made so far: none when it begins. */
function verifyingBy({ phase }: ActiveRun, verifier: string): Verifying {
  if (phase.at === 'verifying' && phase.verifier === verifier) return phase
  return { at: 'verifying', verifier, checks: [], asking: null }
}
