import type { Assignee } from './event.ts'
import type { Approval } from './state.ts'

type Asked = Pick<Approval, 'approvers'>

/** Whether an approval asks somebody of a role. An admin may always decide. */
export function isAsked({ approvers }: Asked, role: string | null): boolean {
  return role === 'admin' || approvers.some((approver) => approver === role)
}

/** Why somebody may not decide it, whatever they would decide; null when they may. Handing it on only ever narrows who is asked. */
export function whyNotAsked(
  approval: Pick<Approval, 'approvers' | 'assignee'>,
  { by, role }: { by: string; role: string | null },
): string | null {
  const { approvers, assignee } = approval
  if (!isAsked(approval, role)) return `This asks for ${approvers.join(' or ')}.`
  if (assignee === null) return null
  const isTheirs = 'name' in assignee ? assignee.name === by : isAsked({ approvers: [assignee.role] }, role)
  return isTheirs ? null : `It is assigned to ${assigneeWords(assignee)}.`
}

/** Whose it is, in words. */
export function assigneeWords(assignee: Assignee): string {
  return 'name' in assignee ? assignee.name : `everyone who is ${assignee.role}`
}

/** Where more have to agree than one, the next of them is anybody who is asked: each person counts once. */
export function assigneeAfterGrant(assignee: Assignee | null): Assignee | null {
  return assignee && 'name' in assignee ? null : assignee
}
