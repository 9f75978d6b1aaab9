import type { Rejection } from '../command.ts'
import type { ActiveRun, Approval, EndedRun } from '../state.ts'
import { emit, type Turn } from '../turn.ts'
import { loggableText } from '../wellFormed.ts'
import type { CommandOf } from './commandOf.ts'

/** Takes a person's decision, bound to what the person saw. Each person counts once. */
export function decideApproval(
  turn: Turn,
  state: ActiveRun | EndedRun,
  command: CommandOf<'decide-approval'>,
): Rejection | null {
  if (state.status === 'ended') return { code: 'already-ended', message: 'The run has ended.' }
  const approval = state.approvals.find((each) => each.id === command.approval)
  if (!approval) return { code: 'unknown-approval', message: 'The run asked for no such approval.' }
  const by = loggableText(command.by)
  const refusal = whyRefused(approval, by, command, turn.at)
  if (refusal) return refusal
  const note = command.note === null ? null : loggableText(command.note)
  if (command.decision === 'deny')
    emit(turn, { type: 'approval.denied', data: { approval: approval.id, by, note } })
  else {
    const remaining = Math.max(0, approval.need - approval.grantedBy.length - 1)
    emit(turn, { type: 'approval.granted', data: { approval: approval.id, by, note, remaining } })
  }
  return null
}

function whyRefused(
  approval: Approval,
  by: string,
  { decision, digest }: CommandOf<'decide-approval'>,
  at: number,
): Rejection | null {
  if (approval.status !== 'open')
    return { code: 'approval-settled', message: `The approval is ${approval.status}.` }
  if (approval.deadline <= at) return { code: 'approval-settled', message: 'The time to decide has passed.' }
  if (approval.subject.digest !== digest)
    return { code: 'approval-stale', message: 'What was shown is not what would be approved now.' }
  if (decision === 'grant' && approval.grantedBy.includes(by))
    return { code: 'already-approved-by-you', message: 'Each person counts once.' }
  return null
}
