import { type GuardedChange, GuardedProposal } from '../../../shared/api/guardedChanges.ts'
import { CreatedToken } from '../../../shared/api/identity.ts'
import { ProposalSummary } from '../../../shared/api/proposals.ts'
import type { Role } from '../../../shared/api/rights.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { freshName } from './deploy.ts'
import { adminToken, call, jsonOf } from './edge.ts'
import { aGraph } from './graphs.ts'

type Init = NonNullable<Parameters<typeof call>[1]>
export type Ask = (path: string, init?: Init) => Promise<Response>

/** A workspace with change control, and people in it. */
export async function aWorkspace(control: object = { publish: true, rollout: true }) {
  const name = freshName()
  const json = { name }
  const server = { authorization: `Bearer ${adminToken}` }
  await jsonOf(await call('/api/workspaces', { method: 'POST', json, headers: server }), 201)
  const as =
    (headers: Record<string, string>): Ask =>
    (path, init = {}) =>
      call(path, { ...init, headers: { ...headers, ...init.headers } })
  const admin = as({ ...server, 'pavane-workspace': name })
  const aToken = async (
    role: Role,
    by: Ask = admin,
    called = `${role} ${crypto.randomUUID()}`,
  ): Promise<Ask> => {
    const request = { method: 'POST', json: { name: called, role, expiresAt: null } }
    const { token } = CreatedToken.parse(await jsonOf(await by('/api/tokens', request), 201))
    return as({ authorization: `Bearer ${token}` })
  }
  const put = { expiresAfterHours: 24, loops: [], reason: 'Two people see each change', ...control }
  await jsonOf(await admin('/api/change-control', { method: 'PUT', json: put }))
  const builder = await aToken('builder', admin, 'ann')
  const approver = await aToken('approver', admin, 'bob')
  return { name, admin, builder, approver, aToken }
}

export const post = (json: unknown) => ({ method: 'POST', json })
export const draft = async (ask: Ask, graph: Graph = aGraph()): Promise<string> => {
  await jsonOf(await ask('/api/loops', post({ name: graph.name, graph })), 201)
  return graph.name
}
export const propose = async (ask: Ask, loop: string, revision = 1): Promise<ProposalSummary> =>
  ProposalSummary.parse(
    await jsonOf(
      await ask(`/api/loops/${loop}/proposals/version`, post({ revision, note: 'Larger orders' })),
      201,
    ),
  )

/** Makes a change that takes two. */
export async function together(one: Ask, other: Ask, change: GuardedChange): Promise<void> {
  const at = '/api/guarded-changes'
  const { digest } = GuardedProposal.parse(
    await jsonOf(await one(at, post({ change, reason: 'A test' })), 201),
  )
  await jsonOf(await other(`${at}/decision`, post({ decision: 'approve', digest })))
}
