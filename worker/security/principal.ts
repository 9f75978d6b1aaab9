import type { Role, Scope } from '../../shared/api/rights.ts'

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
  /** Whether the environment names them an admin. */
  isServerAdmin?: true
}

export type PrincipalId = 'nobody' | 'admin' | `token:${string}` | `person:${string}`

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
