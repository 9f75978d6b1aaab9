import type { Rejection } from '../command.ts'
import { editPlan } from '../editingPlan.ts'
import { openApproval } from '../openApproval.ts'
import { whyNotYours } from '../ownApproval.ts'
import { type Doer, doerOf } from '../person.ts'
import { whyNotSentBack } from '../sendingBack.ts'
import type { ActiveRun, Approval, EndedRun } from '../state.ts'
import { emit, type Turn } from '../turn.ts'
import { loggableText } from '../wellFormed.ts'
import type { CommandOf } from './commandOf.ts'

/** Takes a person's decision, bound to what the person saw. Each person counts once, and nobody approves what is their own. */
export function decideApproval(
  turn: Turn,
  state: ActiveRun | EndedRun,
  command: CommandOf<'decide-approval'>,
): Rejection | null {
  const found = openApproval(state, command.approval, turn.at)
  if (!found.ok) return found.rejection
  const { approval, run } = found
  if (approval.subject.digest !== command.digest)
    return { code: 'approval-stale', message: 'What was shown is not what would be approved now.' }
  const doer = doerOf({ by: loggableText(command.by), person: command.person })
  const note = command.note === null ? null : loggableText(command.note)
  switch (command.decision) {
    case 'grant':
      return grant(turn, run, approval, doer, note)
    case 'deny':
      emit(turn, { type: 'approval.denied', data: { approval: approval.id, ...doer, note } })
      return null
    case 'edit':
      return editPlan(turn, run, approval, { ...doer, note, changes: command.changes })
    case 'send-back': {
      const { to } = command
      const feedback = loggableText(command.feedback)
      const fault = whyNotSentBack(turn.program, run, approval, to, feedback)
      if (fault) return fault
      emit(turn, { type: 'approval.sent-back', data: { approval: approval.id, ...doer, feedback, to } })
      return null
    }
  }
}

function grant(
  turn: Turn,
  state: ActiveRun,
  approval: Approval,
  doer: Doer,
  note: string | null,
): Rejection | null {
  const own = whyNotYours(state, approval, doer)
  if (own) return own
  const remaining = Math.max(0, approval.need - approval.grantedBy.length - 1)
  emit(turn, { type: 'approval.granted', data: { approval: approval.id, ...doer, note, remaining } })
  return null
}
