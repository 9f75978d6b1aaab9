import { isAsked } from '../asked.ts'
import type { Candidate, Rejection } from '../command.ts'
import { openApproval } from '../openApproval.ts'
import { whyNotTheirs, whyNotYoursToAssign } from '../ownApproval.ts'
import { doerOf } from '../person.ts'
import type { ActiveRun, Approval, EndedRun } from '../state.ts'
import { emit, type Turn } from '../turn.ts'
import { loggableText } from '../wellFormed.ts'
import type { CommandOf } from './commandOf.ts'

/** So much may be said about one approval: a log that people can write to without end is no log to keep. */
export const mostRemarks = 100

/** Hands an open approval on. Only to who may decide it anyway, and approve it: it never widens who does. */
export function assignApproval(
  turn: Turn,
  state: ActiveRun | EndedRun,
  { approval: id, to, note, ...who }: CommandOf<'assign-approval'>,
): Rejection | null {
  const found = openApproval(state, id, turn.at)
  if (!found.ok) return found.rejection
  const { approval, run } = found
  // Whoever has it may be gone, so it can always be given back to all: no flood of comments keeps it from them.
  const doer = doerOf({ by: loggableText(who.by), person: who.person })
  const whyNotBy = to === null ? null : (whyNotYoursToAssign(run, approval, doer) ?? whyNoMore(approval))
  const fault = whyNotTo(run, approval, to) ?? whyNotBy
  if (fault) return fault
  emit(turn, {
    type: 'approval.assigned',
    data: {
      approval: id,
      ...doer,
      to: assigneeOf(to),
      note: note === null ? null : loggableText(note),
    },
  })
  return null
}

/** Takes down what somebody says about an open approval. */
export function commentApproval(
  turn: Turn,
  state: ActiveRun | EndedRun,
  { approval: id, text, ...who }: CommandOf<'comment-approval'>,
): Rejection | null {
  const found = openApproval(state, id, turn.at)
  if (!found.ok) return found.rejection
  const fault = whyNoMore(found.approval)
  if (fault) return fault
  const doer = doerOf({ by: loggableText(who.by), person: who.person })
  emit(turn, { type: 'approval.commented', data: { approval: id, ...doer, text: loggableText(text) } })
  return null
}

type To = CommandOf<'assign-approval'>['to']

function whyNotTo(run: ActiveRun, approval: Approval, to: To): Rejection | null {
  const { assignee, approvers } = approval
  if (to === null)
    return assignee === null ? { code: 'duplicate', message: 'It is assigned to nobody.' } : null
  if (!isAsked(approval, to.role))
    return invalid(`${wordOf(to)}, and this asks for ${approvers.join(' or ')}.`)
  if (isSame(assignee, to)) return { code: 'duplicate', message: 'It is assigned so already.' }
  if (!('name' in to)) return null
  const own = whyNotTheirs(run, approval, doerOf({ by: to.name, person: to.person }))
  return own && invalid(`${to.name} ${own.of}, so somebody else has to approve it.`)
}

function wordOf(to: { role: string } | Candidate): string {
  return 'name' in to ? `${to.name} is ${to.role}` : `That is for ${to.role}`
}

function isSame(assignee: Approval['assignee'], to: { role: string } | Candidate): boolean {
  if (assignee === null) return false
  if ('name' in to) return 'name' in assignee && assignee.name === to.name
  return 'role' in assignee && assignee.role === to.role
}

function assigneeOf(to: To): Approval['assignee'] {
  if (to === null || !('name' in to)) return to
  const { name, person } = to
  return { name: loggableText(name), ...(person ? { person } : {}) }
}

function whyNoMore({ remarks }: Approval): Rejection | null {
  return remarks < mostRemarks
    ? null
    : { code: 'too-many-remarks', message: `No more than ${mostRemarks} remarks are kept of an approval.` }
}

const invalid = (message: string): Rejection => ({ code: 'assignment-invalid', message })
