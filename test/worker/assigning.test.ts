import { beforeAll, describe, expect, it } from 'vitest'
import {
  ApprovalCandidates,
  ApprovalDetail,
  ApprovalPage,
  type AssignApproval,
} from '../../shared/api/approvals.ts'
import { decide, detailOf, type Headers, openOf, payingLoop, personOf } from './support/approvals.ts'
import { kill } from './support/crash.ts'
import { asAdmin, call, ended, eventsOf, hook, jsonOf, runOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'

type Someone = Awaited<ReturnType<typeof personOf>>

const at = (approval: string, part: string) => `/api/approvals/${encodeURIComponent(approval)}/${part}`
const assign = (
  approval: string,
  to: AssignApproval['to'],
  { headers }: { headers: Headers },
  note?: string,
) => call(at(approval, 'assignee'), { method: 'PUT', json: { to, ...(note ? { note } : {}) }, headers })
const comment = (approval: string, text: string, { headers }: { headers: Headers }) =>
  call(at(approval, 'comments'), { method: 'POST', json: { text }, headers })

/** An approval of a new loop that is open. */
async function asked(over: Parameters<typeof payingLoop>[0] = {}) {
  const loop = await payingLoop(over)
  const { run } = await runOf(await hook(loop, { amount: 50 }))
  const approval = (await openOf(loop)).approvals[0]?.approval ?? ''
  return { loop, run, approval }
}

const mineOf = async (loop: string, { headers }: Someone) =>
  ApprovalPage.parse(
    await jsonOf(await call(`/api/approvals?loop=${loop}&status=open&mine=true`, { headers })),
  ).approvals

describe('an open approval', () => {
  let ann: Someone
  let bob: Someone
  let builder: Someone
  beforeAll(async () => {
    ann = await personOf('approver')
    bob = await personOf('approver')
    builder = await personOf('builder')
  })

  it('is handed to one of those who may decide it, and then is theirs alone', async () => {
    const { loop, run, approval } = await asked()
    const handed = await assign(approval, { name: ann.name }, bob, 'Ann knows them.')
    expect(ApprovalDetail.parse(await jsonOf(handed))).toMatchObject({
      assignee: { name: ann.name },
      remarks: [{ type: 'assignment', by: bob.name, to: { name: ann.name }, note: 'Ann knows them.' }],
      you: { decide: { may: false, why: expect.stringContaining(ann.name) }, assign: { may: true } },
    })
    await kill(loop)
    expect(await mineOf(loop, bob)).toEqual([])
    expect(await mineOf(loop, ann)).toMatchObject([{ approval, assignee: { name: ann.name } }])
    const detail = await detailOf(approval, bob.headers)
    for (const decision of ['grant', 'deny'] as const)
      await expectProblem(await decide(detail, { decision }, bob.headers), 'forbidden')
    const admin = { authorization: 'Bearer test-admin-token' }
    await expectProblem(await decide(detail, { decision: 'grant' }, admin), 'forbidden')
    expect((await decide(detail, { decision: 'grant' }, ann.headers)).status).toBe(200)
    expect(await ended(run)).toMatchObject({ outcome: 'succeeded' })
    const event = (await eventsOf(run)).find(({ type }) => type === 'approval.assigned')
    expect(event?.data).toMatchObject({ by: bob.name, to: { name: ann.name } })
  })

  it('can be taken back from whoever has it, and given to all again', async () => {
    const { loop, approval } = await asked()
    await jsonOf(await assign(approval, { name: ann.name }, bob))
    await jsonOf(await assign(approval, { name: bob.name }, bob))
    expect(await mineOf(loop, ann)).toEqual([])
    await jsonOf(await assign(approval, null, ann))
    expect(await mineOf(loop, ann)).toHaveLength(1)
    expect(await mineOf(loop, bob)).toHaveLength(1)
    await expectProblem(await assign(approval, null, ann), 'conflict')
  })

  it('is handed to a role of those that it asks, and to no other', async () => {
    const { loop, approval } = await asked({ approvers: ['approver', 'builder'] })
    await jsonOf(await assign(approval, { role: 'builder' }, ann))
    expect(await mineOf(loop, ann)).toEqual([])
    expect(await mineOf(loop, builder)).toMatchObject([{ assignee: { role: 'builder' } }])
    await expectProblem(await assign(approval, { role: 'operator' }, ann), 'invalid-request')
  })

  it('is handed on by nobody whom it does not ask, and to nobody who may not approve it', async () => {
    const { approval } = await asked()
    await expectProblem(await assign(approval, { name: ann.name }, builder), 'forbidden')
    await expectProblem(await assign(approval, { name: builder.name }, ann), 'invalid-request')
    await expectProblem(await assign(approval, { name: 'nobody of that name' }, ann), 'invalid-request')
    expect((await detailOf(approval)).assignee).toBeNull()
  })

  it('is never handed to who started the run', async () => {
    const loop = await payingLoop({ approvers: ['operator'] })
    const starter = await personOf('operator')
    const other = await personOf('operator')
    const sent = { method: 'POST', json: { input: { amount: 50 } }, headers: starter.headers }
    await runOf(await call(`/api/loops/${loop}/runs`, sent))
    const approval = (await openOf(loop)).approvals[0]?.approval ?? ''
    const refused = await expectProblem(
      await assign(approval, { name: starter.name }, other),
      'invalid-request',
    )
    expect(refused.detail).toContain(`${starter.name} started this run`)
    await expectProblem(await assign(approval, { name: other.name }, starter), 'own-approval')
    expect((await detailOf(approval, starter.headers)).you.assign.may).toBe(false)
    const listed = await call(at(approval, 'candidates'), { headers: other.headers })
    const { names } = ApprovalCandidates.parse(await jsonOf(listed))
    expect(names).toContain(other.name)
    expect(names).toContain('admin')
    expect(names).not.toContain(starter.name)
    expect(names).not.toContain(ann.name)
    expect(await mineOf(loop, starter)).toEqual([])
  })

  it('is anybody’s again after who had it agreed, where more are needed', async () => {
    const { loop, run, approval } = await asked({ need: 2 })
    await jsonOf(await assign(approval, { name: ann.name }, ann))
    const detail = await detailOf(approval)
    expect((await decide(detail, { decision: 'grant' }, ann.headers)).status).toBe(200)
    expect((await openOf(loop, '&status=open')).approvals).toMatchObject([
      { assignee: null, grantedBy: [ann.name] },
    ])
    expect(await mineOf(loop, ann)).toEqual([])
    expect((await decide(detail, { decision: 'grant' }, bob.headers)).status).toBe(200)
    expect(await ended(run)).toMatchObject({ outcome: 'succeeded' })
  })

  it('takes comments of whoever may decide anything, for the record', async () => {
    const { loop, run, approval } = await asked()
    await jsonOf(await comment(approval, 'Is that the right account?', builder), 201)
    const detail = ApprovalDetail.parse(await jsonOf(await comment(approval, 'It is.', ann), 201))
    expect(detail.remarks).toMatchObject([
      { type: 'comment', by: builder.name, text: 'Is that the right account?' },
      { type: 'comment', by: ann.name, text: 'It is.' },
    ])
    await kill(loop)
    expect((await openOf(loop, '&status=open')).approvals).toMatchObject([{ comments: 2, status: 'open' }])
    expect((await decide(detail, { decision: 'deny' }, ann.headers)).status).toBe(200)
    await expectProblem(await comment(approval, 'Too late', bob), 'conflict')
    await expectProblem(await assign(approval, { name: bob.name }, bob), 'conflict')
    await expectProblem(await comment(approval, ' ', bob), 'invalid-request')
    const said = (await eventsOf(run)).filter(({ type }) => type === 'approval.commented')
    expect(said).toHaveLength(2)
    expect(await detailOf(approval)).toMatchObject({ status: 'denied', remarks: [{}, {}] })
  })

  it('is found as mine only among those that are open', async () => {
    await expectProblem(await asAdmin('/api/approvals?mine=true'), 'invalid-request')
    await expectProblem(await asAdmin(at('nothing', 'candidates')), 'not-found')
  })
})
