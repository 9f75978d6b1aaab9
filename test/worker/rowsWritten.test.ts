import { describe, expect, it } from 'vitest'
import { ApprovalDetail, type ApprovalSummary } from '../../shared/api/approvals.ts'
import type { Admission } from '../../shared/graph/nodes/trigger.ts'
import type { Policy } from '../../shared/graph/policy.ts'
import { shardOf } from '../../worker/objects/ports.ts'
import { signCall } from '../../worker/security/signCall.ts'
import { plainTrigger } from '../support/programs.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { asAdmin, env, hook, jsonOf } from './support/edge.ts'

const transform = { call: { uses: 'transform' as const, value: 1 } }

async function rowsOf(loop: string, headers: Record<string, string> = {}): Promise<number> {
  const answer = await hook(loop, {}, { prefer: 'wait=20', ...headers })
  await answer.body?.cancel()
  expect(answer.status).toBe(200)
  return Number(answer.headers.get('pavane-rows-written'))
}

/** The rows of a run whose step only computes, and whose caller signs a time. */
async function rowsOfSigned(): Promise<number> {
  const value = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  await jsonOf(await asAdmin('/api/secrets/rows_signing', { method: 'PUT', json: { value } }))
  const auth = { scheme: 'stripe', secret: 'rows_signing' } as const
  const trigger = { node: 'start', to: 'plan', ...plainTrigger, auth }
  const loop = await deploy({ trigger, actions: { act: echoAction(transform) } })
  const signed = signCall(auth, value, { id: '', body: '{}', now: Date.now() })
  return rowsOf(loop, signed ?? {})
}

const asksFirst: Policy = {
  id: 'ask',
  title: 'Ask first',
  at: 'plan',
  when: 'true',
  effect: 'require-approval',
  message: 'It asks.',
}

/** The rows of a run whose step only computes, and that a person has to approve. */
async function rowsOfApproved(): Promise<number> {
  const loop = await deploy({ actions: { act: echoAction(transform) }, policies: [asksFirst] })
  const answer = hook(loop, {}, { prefer: 'wait=20' })
  let [open] = await openOf(loop)
  for (; !open; [open] = await openOf(loop)) await scheduler.wait(5)
  const path = `/api/runs/${open.run}/approvals/${open.approval}`
  const { digest } = ApprovalDetail.parse(await jsonOf(await asAdmin(`/api/approvals/${open.approval}`)))
  await jsonOf(await asAdmin(path, { method: 'POST', json: { decision: 'grant', digest } }))
  return Number((await answer).headers.get('pavane-rows-written'))
}

async function openOf(loop: string): Promise<ApprovalSummary[]> {
  const page = await shardOf(env, loop, 0).approvals({ status: 'open', before: null, limit: 1 })
  return page.approvals
}

const limited = (admission: Admission) =>
  deploy({
    actions: { act: echoAction() },
    trigger: { node: 'start', to: 'plan', ...plainTrigger, admission },
  })

describe('the rows that a run writes', () => {
  it('are few, and as many as the design says', async () => {
    const called = await deploy({ actions: { act: echoAction() } })
    const computed = await deploy({ actions: { act: echoAction(transform) } })
    const rate = await limited({ rate: { count: 1, seconds: 0.2 } })
    expect({
      computed: await rowsOf(computed),
      called: await rowsOf(called),
      keyed: await rowsOf(called, { 'idempotency-key': 'k' }),
      signed: await rowsOfSigned(),
      admitted: await rowsOf(rate),
      queued: await rowsOf(rate),
      approved: await rowsOfApproved(),
    }).toEqual({ computed: 2, called: 5, keyed: 6, signed: 3, admitted: 5, queued: 9, approved: 7 })
  })
})
