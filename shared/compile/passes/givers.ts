import { Role } from '../../api/rights.ts'
import type { ApproverRole } from '../../graph/approver.ts'
import type { Diagnostic, Place } from '../diagnostic.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { type CompileContext, diagnose } from '../report.ts'

/** An approval, wherever it is asked for. */
type Asked = { what: string; approvers: readonly ApproverRole[]; need: number; at: (field: string) => Place }

/** Approvals that somebody can give: at least one role is asked, and as many people have it as must agree. */
export function checkGivers(index: GraphIndex, { people }: CompileContext): Diagnostic[] {
  return asked(index).flatMap((approval) => [
    ...checkRoles(approval),
    ...(people ? checkCount(approval, people) : []),
  ])
}

function asked(index: GraphIndex): Asked[] {
  const nodes = index.nodesOf('approval').map(
    ({ id, title, approvers, need = 1 }): Asked => ({
      what: `“${title}”`,
      approvers,
      need,
      at: (field) => ({ node: id, field }),
    }),
  )
  const policies = index.graph.policies.flatMap((policy, place): Asked[] => {
    if (policy.effect !== 'require-approval') return []
    const { id, approvers = ['approver'], need = 1 } = policy
    return [
      {
        what: `The policy “${id}”`,
        approvers,
        need,
        at: (field) => ({ field: `/policies/${place}${field}` }),
      },
    ]
  })
  return [...nodes, ...policies]
}

/** A policy can name no role at all. */
function checkRoles({ what, approvers, at }: Asked): Diagnostic[] {
  if (approvers.length > 0) return []
  const message = `${what} asks nobody: only an admin could decide`
  return [diagnose('approval-nobody-can-give', at('/approvers'), message)]
}

/** Everyone counts once; an admin counts for every role. */
function checkCount(
  { what, approvers, need, at }: Asked,
  people: Readonly<Partial<Record<Role, number>>>,
): Diagnostic[] {
  const roles = Role.options.filter((role) => role === 'admin' || isApprover(role, approvers))
  const count = roles.reduce((sum, role) => sum + (people[role] ?? 0), 0)
  if (count >= need) return []
  const there = count === 0 ? 'nobody' : count === 1 ? 'one person' : `${count} people`
  const message = `${what} needs ${need} ${need === 1 ? 'person' : 'people'}, and the workspace has ${there} who may decide`
  return [diagnose('approval-nobody-can-give', at(need > 1 ? '/need' : '/approvers'), message)]
}

function isApprover(role: Role, approvers: readonly ApproverRole[]): boolean {
  return approvers.some((approver) => approver === role)
}
