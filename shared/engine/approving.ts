import { enterFork, stillToEnter } from './forking.ts'
import { goTo } from './routing.ts'
import type { ActiveRun, Phase } from './state.ts'
import type { Turn } from './turn.ts'

/** Goes on from an approval node once a person, or time, has decided. */
export function advanceApproval(
  turn: Turn,
  state: ActiveRun,
  phase: Extract<Phase, { at: 'approval' }>,
): boolean {
  const status = state.approvals.find((approval) => approval.id === phase.approval)?.status
  const approval = turn.program.approvals[phase.node]
  const name = `“${approval?.title ?? phase.node}”`
  switch (status) {
    case 'granted': {
      const carried = stillToEnter(state)
      if (carried) return enterFork(turn, state, carried)
      const how = arrival(state, 'outcome', `${name} was granted.`, 'succeeded')
      return goTo(turn, state, approval?.routes.granted ?? null, how)
    }
    case 'denied': {
      const how = arrival(state, 'approval-denied', `${name} was denied.`, 'bailed')
      return goTo(turn, state, approval?.routes.denied ?? null, how)
    }
    case 'expired': {
      const how = arrival(state, 'approval-expired', `Nobody decided ${name} in time.`, 'bailed')
      return goTo(turn, state, approval?.routes.expired ?? null, how)
    }
    // What was sent back goes where it was sent.
    case 'sent-back':
    case 'superseded':
    case 'open':
    case undefined:
      return false
  }
}

/** A run that came here on the bail route keeps the reason for which it did. */
function arrival(
  state: ActiveRun,
  reason: 'outcome' | 'approval-denied' | 'approval-expired',
  message: string,
  otherwise: 'succeeded' | 'bailed',
) {
  const { verdict, stop } = state
  const because = verdict && {
    verifier: verdict.verifier,
    verdict: verdict.verdict,
    iteration: verdict.iteration,
  }
  return {
    reason: reason === 'outcome' && stop ? stop.reason : reason,
    message: stop ? `${stop.message} ${message}` : message,
    because,
    otherwise: stop ? ('bailed' as const) : otherwise,
  }
}
