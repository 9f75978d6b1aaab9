import type { Role, Scope } from '../../shared/api/rights.ts'
import { mayBeOne as doersMayBeOne } from '../../shared/engine/person.ts'

/**
 * Who asks. `by` names them in logs of changes and events; `id` is theirs alone, also where two have one name; `role` is null for somebody
 * unknown, or known and of no role here. `scope` narrows what the role may do.
 */
export type Principal = {
  by: string
  id: PrincipalId
  role: Role | null
  via: 'nothing' | 'admin-token' | 'token' | 'session' | 'access'
  scope: Scope
  /** By whom a token came about: who made it, who made the token that it was made with, and so on. Left out where that is the server. */
  lineage?: readonly PrincipalId[]
  /** Whether the environment names them an admin. */
  isServerAdmin?: true
}

/** Who did something, as far as it has to be told later whether somebody else is another person. */
export type Who = Pick<Principal, 'by' | 'id' | 'lineage'>

export const whoOf = ({ by, id, lineage }: Principal): Who => ({ by, id, ...(lineage ? { lineage } : {}) })

export type PrincipalId = 'nobody' | 'admin' | `token:${string}` | `person:${string}`

/** The same, as runs keep it. */
export const doerOf = ({ by, id, lineage }: Who) => ({
  by,
  person: { id, ...(lineage ? { lineage: [...lineage] } : {}) },
})

/** Whether two may be one person, as runs decide it. */
export const mayBeOne = (one: Who, other: Who): boolean => doersMayBeOne(doerOf(one), doerOf(other))

/** Whether somebody administers the server: whoever has its token, or is named in `PAVANE_ADMINS`. */
export const governs = ({ id, isServerAdmin }: Principal) => id === 'admin' || isServerAdmin === true

export const nobody: Principal = { by: 'anonymous', id: 'nobody', role: null, via: 'nothing', scope: {} }

/** Whoever shows the administrator's token, or a sign-in link that was signed with it. */
export const administrator = (via: 'admin-token' | 'session'): Principal => ({
  by: 'admin',
  id: 'admin',
  role: 'admin',
  via,
  scope: {},
})
