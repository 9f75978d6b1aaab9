import type { Rejection } from './command.ts'
import type { ActiveRun, Approval, EndedRun } from './state.ts'

type Found = { ok: true; run: ActiveRun; approval: Approval } | { ok: false; rejection: Rejection }

/** An approval that people may still say something about; past its deadline nobody may, whether or not that is on record yet. */
export function openApproval(state: ActiveRun | EndedRun, id: string, at: number): Found {
  if (state.status === 'ended') return not('already-ended', 'The run has ended.')
  const approval = state.approvals.find((each) => each.id === id)
  if (!approval) return not('unknown-approval', 'The run asked for no such approval.')
  if (approval.status !== 'open') return not('approval-settled', `The approval is ${approval.status}.`)
  if (approval.deadline <= at) return not('approval-settled', 'The time to decide has passed.')
  return { ok: true, run: state, approval }
}

function not(code: Rejection['code'], message: string): Found {
  return { ok: false, rejection: { code, message } }
}
