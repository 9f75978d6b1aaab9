import type { EventOf } from './event.ts'
import type { ActiveRun, RunState } from './state.ts'

export function checkCompleted(state: ActiveRun, data: EventOf<'check.completed'>['data']): RunState {
  const { verifier, ...result } = data
  const earlier =
    state.phase.at === 'verifying' && state.phase.verifier === verifier ? state.phase.checks : []
  return { ...state, phase: { at: 'verifying', verifier, checks: [...earlier, result] } }
}

export function verdictReached(state: ActiveRun, data: EventOf<'verdict.reached'>['data']): RunState {
  const checks =
    state.phase.at === 'verifying' && state.phase.verifier === data.verifier ? state.phase.checks : []
  const { to, ...verdict } = data
  return {
    ...state,
    verdict: { ...verdict, checks },
    phase: { at: 'judged', to },
    judgedBy: [...state.judgedBy, data.verifier],
  }
}
