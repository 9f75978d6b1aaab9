import type { Role } from '../../../shared/api/rights.ts'
import type { RouteName } from '../../../shared/api/routes.ts'
import type { Headers, Home } from './home.ts'

/** A request to a route: what its address names, and what it carries. */
export type Asked = {
  params?: Record<string, string>
  query?: string
  json?: unknown
  headers?: Headers
}

/** What the policy says of a route. */
export type Entry = {
  /** The roles that may; `anyone` needs no credential; `server` is the administrator of the server alone. */
  who: readonly Role[] | 'anyone' | 'server'
  /** What whoever may gets. */
  status: number
  /**
   * What somebody of another workspace gets who is an admin there: `not-found`, where the request names something of this workspace, or
   * `own`, where it is about whatever workspace its sender is in.
   */
  elsewhere: 'not-found' | 'own'
  /** Open to anyone, but for the page of another site. */
  exceptOtherSites?: true
  /** A valid request that names what is there. Asked for anew for each sender who may: what one of them did must not stop the next. */
  ask?: (home: Home, token: string | null) => Asked | Promise<Asked>
}

/** What anyone may. */
export const open = (ask?: Entry['ask'], status = 200): Entry => ({
  who: 'anyone',
  status,
  elsewhere: 'own',
  ...(ask ? { ask } : {}),
})

/** What anyone may read. */
export const publicPolicy: Partial<Record<RouteName, Entry>> = {
  graphSchema: open(),
  programSchema: open(),
  eventSchema: open(),
  plannerRequestSchema: open(),
  plannerResponseSchema: open(),
  verifierRequestSchema: open(),
  verifierResponseSchema: open(),
  actionRequestSchema: open(),
  actionResponseSchema: open(),
  openApi: open(),
  listProblems: open(),
  getProblem: open(() => ({ params: { code: 'forbidden' } })),
  health: open(),
}
