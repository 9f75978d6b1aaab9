import type { TokenInfo } from '../../../shared/api/identity.ts'
import { type Role, rightsWithin } from '../../../shared/api/rights.ts'
import type { Candidate } from '../../../shared/engine/command.ts'
import { doerOf, type Principal } from '../../security/principal.ts'

/**
 * How many people have each role: each name once, whatever the number of its tokens. A token that is narrowed, of which nobody can say
 * what it is asked for, counts all the same. The administrator of the server is one.
 */
export function countPeople(
  tokens: readonly TokenInfo[],
  members: readonly { name: string; role: Role }[],
  now: number,
): Partial<Record<Role, number>> {
  const names = new Map<Role, Set<string>>([['admin', new Set(['admin'])]])
  const valid = tokens.filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
  for (const { name, role } of [...valid, ...members]) {
    const known = names.get(role) ?? new Set()
    names.set(role, known.add(name))
  }
  return Object.fromEntries([...names].map(([role, { size }]) => [role, size]))
}

/** Those of them who may decide approvals of a loop. */
export function decidersAmong(
  principals: readonly Pick<Principal, 'by' | 'id' | 'lineage' | 'role' | 'scope'>[],
  loop: string,
): Candidate[] {
  return principals.flatMap((each) => {
    const { role, scope } = each
    if (role === null || !rightsWithin(role, scope).includes('decide')) return []
    if (scope.loops && !scope.loops.includes(loop)) return []
    const { by: name, person } = doerOf(each)
    return [{ name, role, person }]
  })
}
