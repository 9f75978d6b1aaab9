import type { Role } from '../../../shared/api/rights.ts'
import type { TokenInfo } from '../../../shared/api/workspace.ts'

/** How many people have each role: each name once, whatever the number of its tokens. The administrator of the server is one. */
export function countPeople(tokens: readonly TokenInfo[], now: number): Partial<Record<Role, number>> {
  const names = new Map<Role, Set<string>>([['admin', new Set(['admin'])]])
  for (const { name, role, expiresAt } of tokens) {
    if (expiresAt !== null && expiresAt <= now) continue
    const known = names.get(role) ?? new Set()
    names.set(role, known.add(name))
  }
  return Object.fromEntries([...names].map(([role, { size }]) => [role, size]))
}
