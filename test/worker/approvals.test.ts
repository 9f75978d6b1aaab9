import { runInDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import { decide, detailOf, openOf, payingLoop, personOf } from './support/approvals.ts'
import { kill, shardObject } from './support/crash.ts'
import { asAdmin, call, ended, eventsOf, hook, jsonOf, runOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'

describe('the inbox', () => {
  let approver: Awaited<ReturnType<typeof personOf>>
  let other: Awaited<ReturnType<typeof personOf>>
  beforeAll(async () => {
    approver = await personOf('approver')
    other = await personOf('approver')
  })

  it('lists what is open with its risk, and what was decided with who did', async () => {
    const loop = await payingLoop()
    const { run } = await runOf(await hook(loop, { amount: 50 }))
    const { approvals, open } = await openOf(loop, '&status=open')
    expect(open).toBe(1)
    expect(approvals).toMatchObject([
      {
        run,
        about: 'plan',
        message: 'It pays more than 10.',
        status: 'open',
        need: 1,
        risk: 'high',
        irreversible: 1,
        preview: { parts: [{ title: 'Act', values: [{ name: 'amount', text: '50' }] }], more: 0 },
        decided: null,
      },
    ])
    const [entry] = approvals
    const detail = await detailOf(entry?.approval ?? '', approver.headers)
    expect(detail).toMatchObject({
      input: { amount: 50 },
      steps: [{ step: 'first', args: { amount: 50 }, asked: true, undoneBy: null, status: 'waiting' }],
      policies: [{ policy: 'big', effect: 'require-approval' }],
      planners: [{ id: 'plan', title: 'Plan' }],
      you: { grant: { may: true }, edit: { may: true }, sendBack: { may: true } },
    })
    expect((await decide(detail, { decision: 'grant', note: 'Fine' }, approver.headers)).status).toBe(200)
    await ended(run)
    expect(await openOf(loop, '&status=open')).toMatchObject({ approvals: [], open: 0 })
    expect((await openOf(loop, '&status=settled')).approvals).toMatchObject([
      { status: 'granted', grantedBy: [approver.name], decided: { by: approver.name, note: 'Fine' } },
    ])
  })

  it('gives page after page, newest first', async () => {
    const loop = await payingLoop()
    const runs: string[] = []
    for (let n = 0; n < 3; n += 1) runs.push((await runOf(await hook(loop, { amount: 20 + n }))).run)
    const first = await openOf(loop, '&limit=2')
    expect(first.approvals.map(({ run }) => run)).toEqual([runs[2], runs[1]])
    const second = await openOf(loop, `&limit=2&cursor=${encodeURIComponent(first.next ?? '')}`)
    expect(second.approvals.map(({ run }) => run)).toEqual([runs[0]])
    expect(second.next).toBeNull()
  })

  it('gives what is open soonest due first, page after page', async () => {
    const loop = await payingLoop()
    const runs: string[] = []
    for (let n = 0; n < 3; n += 1) runs.push((await runOf(await hook(loop, { amount: 20 + n }))).run)
    const first = await openOf(loop, '&status=open&limit=2')
    expect(first.approvals.map(({ run }) => run)).toEqual([runs[0], runs[1]])
    const second = await openOf(loop, `&status=open&limit=2&cursor=${encodeURIComponent(first.next ?? '')}`)
    expect(second.approvals.map(({ run }) => run)).toEqual([runs[2]])
    expect(second.next).toBeNull()
  })

  it('is the same after the shard lost its memory', async () => {
    const loop = await payingLoop()
    await runOf(await hook(loop, { amount: 50 }))
    const before = await openOf(loop, '&status=open')
    await kill(loop)
    expect(await openOf(loop, '&status=open')).toEqual(before)
  })

  it('hides in a row what is hidden in the log', async () => {
    const loop = await payingLoop({ when: 'true' }, true)
    await runOf(await hook(loop, { amount: 'ann@example.com' }))
    const text = expect.stringMatching(/^\[personal:email:[\w-]{22}\]$/)
    expect((await openOf(loop)).approvals).toMatchObject([{ preview: { parts: [{ values: [{ text }] }] } }])
  })

  it('shows what was kept before there was a preview', async () => {
    const loop = await payingLoop()
    await runOf(await hook(loop, { amount: 50 }))
    await runInDurableObject(shardObject(loop), (_, { storage }) => {
      storage.sql.exec("UPDATE approvals SET entry = json_remove(entry, '$.preview')")
    })
    await kill(loop)
    expect((await openOf(loop, '&status=open')).approvals).toMatchObject([{ preview: { parts: [] } }])
    expect((await openOf(loop)).approvals).toMatchObject([{ preview: { parts: [] } }])
  })

  it('knows what was open before there was an inbox', async () => {
    const loop = await payingLoop()
    await runOf(await hook(loop, { amount: 50 }))
    const before = await openOf(loop, '&status=open')
    await runInDurableObject(shardObject(loop), (_, { storage }) => {
      storage.sql.exec('DELETE FROM approvals')
    })
    await kill(loop)
    expect(await openOf(loop, '&status=open')).toEqual(before)
  })

  it('does not let whoever started a run approve it', async () => {
    const loop = await payingLoop()
    const request = { method: 'POST', json: { input: { amount: 50 } } }
    const { run } = await runOf(await asAdmin(`/api/loops/${loop}/runs`, request))
    const [entry] = (await openOf(loop)).approvals
    expect(entry?.startedBy).toBe('admin')
    const mine = await detailOf(entry?.approval ?? '')
    expect(mine.you.grant).toMatchObject({ may: false, why: expect.stringContaining('You started this run') })
    const admin = { authorization: 'Bearer test-admin-token' }
    await expectProblem(await decide(mine, { decision: 'grant' }, admin), 'own-approval')
    expect((await decide(mine, { decision: 'grant' }, approver.headers)).status).toBe(200)
    expect(await ended(run)).toMatchObject({ outcome: 'succeeded' })
  })

  describe('somebody with two tokens', () => {
    let ann: typeof approver
    let hers: typeof approver
    beforeAll(async () => {
      ann = await personOf('admin')
      hers = await personOf('approver', ann)
    })

    it('is the one who started the run, sent a test, or sent a delivery again', async () => {
      const loop = await payingLoop()
      const json = { input: { amount: 50 } }
      const sent = { method: 'POST', json, headers: ann.headers }
      await runOf(await call(`/api/loops/${loop}/runs`, sent))
      // It is answered when its run has ended, or after ten seconds.
      const tested = call(`/api/loops/${loop}/deliveries`, sent)
      while ((await openOf(loop, '&status=open')).open < 2) await scheduler.wait(5)
      const { run: delivered } = await runOf(await hook(loop, { amount: 60 }))
      await runOf(
        await call(`/api/loops/${loop}/deliveries/${delivered}/redeliver`, {
          ...sent,
          json: { asNew: true },
        }),
      )
      const { approvals } = await openOf(loop)
      expect(approvals.map(({ startedBy }) => startedBy ?? 'none')).toEqual([
        ann.name,
        'none',
        ann.name,
        ann.name,
      ])
      for (const { approval, startedBy } of approvals) {
        const detail = await detailOf(approval, hers.headers)
        expect(detail.you.grant.may).toBe(startedBy === null)
        const { status } = await decide(detail, { decision: 'grant' }, hers.headers)
        expect(status).toBe(startedBy === null ? 200 : 403)
      }
      for (const { approval } of approvals.filter(({ startedBy }) => startedBy !== null)) {
        const detail = await detailOf(approval, other.headers)
        expect((await decide(detail, { decision: 'grant' }, other.headers)).status).toBe(200)
      }
      await jsonOf(await tested, 200)
    })

    it('counts once where two have to agree, and shows by the name of each', async () => {
      const loop = await payingLoop({ need: 2 })
      const { run } = await runOf(await hook(loop, { amount: 50 }))
      const asked = await detailOf((await openOf(loop)).approvals[0]?.approval ?? '')
      expect((await decide(asked, { decision: 'grant' }, hers.headers)).status).toBe(200)
      expect(
        await expectProblem(await decide(asked, { decision: 'grant' }, ann.headers), 'conflict'),
      ).toMatchObject({
        detail: expect.stringContaining('each person counts once'),
      })
      await kill(loop)
      expect((await detailOf(asked.approval, ann.headers)).you.grant.may).toBe(false)
      expect((await decide(asked, { decision: 'grant' }, other.headers)).status).toBe(200)
      expect(await ended(run)).toMatchObject({ outcome: 'succeeded' })
      expect((await openOf(loop)).approvals).toMatchObject([{ grantedBy: [hers.name, other.name] }])
    })

    it('can’t approve their own edit', async () => {
      const loop = await payingLoop()
      await runOf(await hook(loop, { amount: 50 }))
      const before = await detailOf((await openOf(loop)).approvals[0]?.approval ?? '')
      const edit = { decision: 'edit' as const, changes: [{ step: 'first', args: { amount: 20 } }] }
      expect((await decide(before, edit, hers.headers)).status).toBe(200)
      const after = await detailOf((await openOf(loop)).approvals[0]?.approval ?? '', ann.headers)
      expect(after.you.grant.may).toBe(false)
      await expectProblem(await decide(after, { decision: 'grant' }, ann.headers), 'own-approval')
    })
  })

  it('takes an edit, which somebody else has to approve', async () => {
    const loop = await payingLoop()
    const { run } = await runOf(await hook(loop, { amount: 50 }))
    const before = await detailOf((await openOf(loop)).approvals[0]?.approval ?? '')
    const wrong = { decision: 'edit' as const, changes: [{ step: 'first', args: { amount: 'much' } }] }
    expect(await expectProblem(await decide(before, wrong, approver.headers), 'edit-invalid')).toMatchObject({
      errors: [{ pointer: '/changes/0/args/amount' }],
    })
    const edit = { decision: 'edit' as const, changes: [{ step: 'first', args: { amount: 20 } }] }
    expect((await decide(before, edit, approver.headers)).status).toBe(200)
    const { approvals } = await openOf(loop)
    expect(approvals.map(({ status }) => status)).toEqual(['open', 'superseded'])
    const after = await detailOf(approvals[0]?.approval ?? '', approver.headers)
    expect(after).toMatchObject({ editedBy: [approver.name], steps: [{ args: { amount: 20 } }] })
    await expectProblem(await decide(after, { decision: 'grant' }, approver.headers), 'own-approval')
    await expectProblem(await decide(before, { decision: 'grant' }, other.headers), 'conflict')
    expect((await decide(after, { decision: 'grant' }, other.headers)).status).toBe(200)
    expect(await ended(run)).toMatchObject({ outcome: 'succeeded' })
    const started = (await eventsOf(run)).find(({ type }) => type === 'step.started')
    expect(started?.data).toMatchObject({ args: { amount: 20 } })
  })

  it('sends it back to the planner with feedback', async () => {
    const loop = await payingLoop({ when: 'run.iteration == 1' })
    const { run } = await runOf(await hook(loop, { amount: 50 }))
    const asked = await detailOf((await openOf(loop)).approvals[0]?.approval ?? '')
    const nowhere = { decision: 'send-back' as const, to: 'gone', feedback: 'No.' }
    await expectProblem(await decide(asked, nowhere, approver.headers), 'invalid-request')
    const back = { ...nowhere, to: 'plan' }
    expect((await decide(asked, back, approver.headers)).status).toBe(200)
    expect(await ended(run)).toMatchObject({ outcome: 'succeeded', iterations: 2 })
    expect((await openOf(loop)).approvals).toMatchObject([
      { status: 'sent-back', decided: { by: approver.name, note: 'No.' } },
    ])
  })

  it('knows no approval that there is not', async () => {
    await expectProblem(await asAdmin('/api/approvals/nothing'), 'not-found')
    const loop = await payingLoop()
    const { run } = await runOf(await hook(loop, { amount: 50 }))
    await expectProblem(await asAdmin(`/api/approvals/${run}.9`), 'not-found')
    await expectProblem(await asAdmin('/api/approvals?cursor=x'), 'invalid-request')
  })
})
