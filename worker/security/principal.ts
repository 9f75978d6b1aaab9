import type { Role } from '../../shared/api/rights.ts'

/** Who asks. `by` names them in logs of changes and events; `role` is null for somebody unknown. */
export type Principal = {
  by: string
  role: Role | null
  via: 'nothing' | 'admin-token' | 'token' | 'session'
}

export const nobody: Principal = { by: 'anonymous', role: null, via: 'nothing' }
