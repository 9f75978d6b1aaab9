import { ApprovalDetail, ApprovalPage, type DecideApproval } from '../../../shared/api/approvals.ts'
import { CreatedToken } from '../../../shared/api/identity.ts'
import type { Role } from '../../../shared/api/rights.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import { asAdmin, call, jsonOf } from './edge.ts'
import { aGraph, publish } from './graphs.ts'

export type Headers = Record<string, string>

/** Whoever has a token of that role, which the server’s administrator made for them, or somebody else for themselves. */
export async function personOf(
  role: Role,
  maker?: { headers: Headers },
): Promise<{ name: string; headers: Headers }> {
  const json = { name: `${role} ${crypto.randomUUID()}`, role, expiresAt: null }
  const init = { method: 'POST', json }
  const made = await (maker
    ? call('/api/tokens', { ...init, headers: maker.headers })
    : asAdmin('/api/tokens', init))
  const { token } = CreatedToken.parse(await jsonOf(made, 201))
  return { name: json.name, headers: { authorization: `Bearer ${token}` } }
}

/** A loop whose plan somebody has to approve, and whose step pays what the input says. */
export function payingLoop(over: Partial<Policy> = {}, personal = false): Promise<string> {
  const schema = {
    type: 'object',
    properties: { amount: { type: personal ? 'string' : 'number' } },
    required: ['amount'],
  }
  const trigger = personal ? { personal: { detect: ['email' as const] } } : {}
  const graph = aGraph({ trigger, act: { args: schema, reversibility: 'irreversible', risk: 'high' } })
  const strategy = {
    type: 'sequence' as const,
    steps: [{ id: 'first', action: 'act', args: { amount: '{{ input.amount }}' } }],
  }
  const policy: Policy = {
    id: 'big',
    title: 'Big ones',
    at: 'plan',
    when: 'input.amount > 10',
    effect: 'require-approval',
    message: 'It pays more than 10.',
    ...over,
  }
  const nodes = graph.nodes.map((node) => (node.kind === 'planner' ? { ...node, strategy } : node))
  return publish({ ...graph, nodes, policies: [policy] })
}

export const openOf = async (loop: string, query = '') =>
  ApprovalPage.parse(await jsonOf(await asAdmin(`/api/approvals?loop=${loop}${query}`)))

export async function detailOf(approval: string, headers?: Headers): Promise<ApprovalDetail> {
  const path = `/api/approvals/${encodeURIComponent(approval)}`
  return ApprovalDetail.parse(await jsonOf(await (headers ? call(path, { headers }) : asAdmin(path))))
}

export const decide = (
  { run, approval, digest }: Pick<ApprovalDetail, 'run' | 'approval' | 'digest'>,
  decision: DistributiveOmit<DecideApproval, 'digest'>,
  headers: Headers,
) =>
  call(`/api/runs/${run}/approvals/${encodeURIComponent(approval)}`, {
    method: 'POST',
    json: { ...decision, digest },
    headers,
  })
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
