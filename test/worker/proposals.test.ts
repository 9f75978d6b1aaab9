import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { ChangeList } from '../../shared/api/changes.ts'
import { LoopDetail, type Rollout } from '../../shared/api/loops.ts'
import { Proposal, ProposalList, ProposalSummary } from '../../shared/api/proposals.ts'
import type { Env } from '../../worker/env.ts'
import { objectName } from '../../worker/objects/inWorkspace.ts'
import { Notes } from '../../worker/objects/loop/Notes.ts'
import { Sql } from '../../worker/objects/storage/Sql.ts'
import { type Ask, aWorkspace, draft, post, propose, together } from './support/changeControl.ts'
import { env as defaultEnv, hook, jsonOf } from './support/edge.ts'
import { aGraph } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'

const proposeRollout = async (ask: Ask, loop: string, rollout: Rollout) =>
  ProposalSummary.parse(
    await jsonOf(
      await ask(`/api/loops/${loop}/proposals/rollout`, post({ ...rollout, reason: 'A trial' })),
      201,
    ),
  )
const decide = (ask: Ask, { loop, proposal, digest }: ProposalSummary, more: object = {}) =>
  ask(`/api/loops/${loop}/proposals/${proposal}/decision`, post({ decision: 'approve', digest, ...more }))
const loopOf = async (ask: Ask, loop: string) =>
  LoopDetail.parse(await jsonOf(await ask(`/api/loops/${loop}`)))
const proposalOf = async (ask: Ask, { loop, proposal }: ProposalSummary) =>
  Proposal.parse(await jsonOf(await ask(`/api/loops/${loop}/proposals/${proposal}`)))
const approved = async (propose: Promise<ProposalSummary>, by: Ask) =>
  ProposalSummary.parse(await jsonOf(await decide(by, await propose)))
/** Saves a draft that differs from what was there. */
const edit = async (ask: Ask, loop: string, revision: number, title: string) => {
  const graph = aGraph({ name: loop })
  const nodes = graph.nodes.map((node) =>
    node.kind === 'outcome' && node.id === 'done' ? { ...node, body: { title } } : node,
  )
  const request = {
    method: 'PUT',
    json: { graph: { ...graph, nodes } },
    headers: { 'if-match': `"${revision}"` },
  }
  await jsonOf(await ask(`/api/loops/${loop}/draft`, request))
}

describe('publishing with a second person', () => {
  it('is not done alone, whoever asks', async () => {
    const { builder, admin } = await aWorkspace()
    const loop = await draft(builder)
    for (const ask of [builder, admin])
      await expectProblem(
        await ask(`/api/loops/${loop}/versions`, post({ revision: 1, note: '' })),
        'second-person-required',
      )
    expect((await loopOf(admin, loop)).versions).toEqual([])
  })

  it('waits for somebody else, and takes calls once they approve', async () => {
    const { name, builder, approver, admin } = await aWorkspace()
    const loop = await draft(builder)
    const made = await propose(builder, loop)
    expect(made).toMatchObject({
      proposal: 1,
      by: 'ann',
      status: 'open',
      reason: 'Larger orders',
      decided: null,
    })
    expect((await hook(`${name}/${loop}`, {})).status).toBe(409)
    expect(await proposalOf(approver, made)).toMatchObject({
      proposed: { graph: { name: loop }, tests: { failed: 0 } },
      fromNumber: null,
      impact: [],
    })
    const done = ProposalSummary.parse(await jsonOf(await decide(approver, made, { note: 'Looks right' })))
    expect(done).toMatchObject({ status: 'approved', decided: { by: 'bob', note: 'Looks right' } })
    expect((await hook(`${name}/${loop}`, {})).status).toBe(202)
    const { versions } = await loopOf(admin, loop)
    expect(versions).toMatchObject([{ number: 1, by: 'ann', approvedBy: 'bob', note: 'Larger orders' }])
    const { changes } = ChangeList.parse(await jsonOf(await admin(`/api/changes?subject=${loop}`)))
    expect(changes).toMatchObject([
      {
        what: 'loop.published',
        by: 'bob',
        reason: 'Looks right',
        to: { number: 1, digest: versions[0]?.version },
        detail: expect.stringContaining('proposed by ann as proposal 1'),
      },
      {
        what: 'proposal.made',
        by: 'ann',
        reason: 'Larger orders',
        detail: expect.stringContaining(made.digest),
      },
      { what: 'loop.created', by: 'ann' },
    ])
  })

  it('is never approved by who proposed it, by any of their tokens or by one of their name', async () => {
    const { admin, aToken } = await aWorkspace()
    const ann = await aToken('admin', admin, 'ann a.')
    const hers = await aToken('admin', ann, 'her program')
    const ofHers = await aToken('approver', hers, 'a program of her program')
    const sister = await aToken('approver', ann, 'another program of hers')
    const namesake = await aToken('approver', admin, 'ann a.')
    const loop = await draft(ann)
    for (const proposer of [ann, hers]) {
      const made = await propose(proposer, loop)
      for (const ask of [ann, hers, ofHers, sister])
        await expectProblem(await decide(ask, made), 'own-proposal')
    }
    await expectProblem(await decide(namesake, await propose(ann, loop)), 'own-proposal')
    const bob = await aToken('approver', admin)
    expect((await approved(propose(ann, loop), bob)).status).toBe('approved')
  })

  it('is not approved by who lacks the right', async () => {
    const { builder, aToken } = await aWorkspace()
    const made = await propose(builder, await draft(builder))
    for (const role of ['viewer', 'reviewer', 'builder'] as const)
      await expectProblem(await decide(await aToken(role), made), 'forbidden')
  })

  it('is bound to exactly what was looked at', async () => {
    const { builder, approver } = await aWorkspace()
    const loop = await draft(builder)
    const first = await propose(builder, loop)
    await expectProblem(await decide(approver, first, { digest: `sha256:${'0'.repeat(64)}` }), 'conflict')
    await edit(builder, loop, 1, 'Other')
    expect((await proposalOf(approver, first)).digest).toBe(first.digest)
    await approved(Promise.resolve(first), approver)
    const { versions } = await loopOf(builder, loop)
    expect(versions.map(({ version }) => version)).toEqual([
      first.change.type === 'version' ? first.change.version : '',
    ])
  })

  it('goes out as the canary that it was proposed as', async () => {
    const { builder, approver } = await aWorkspace()
    const loop = await draft(builder)
    await approved(propose(builder, loop), approver)
    await edit(builder, loop, 1, 'Second')
    const request = post({ revision: 2, note: 'A tenth first', canary: { weight: 0.1 } })
    const made = ProposalSummary.parse(
      await jsonOf(await builder(`/api/loops/${loop}/proposals/version`, request), 201),
    )
    expect(made.change).toMatchObject({ type: 'version', canary: { weight: 0.1 } })
    await jsonOf(await decide(approver, made))
    const { versions, rollout } = await loopOf(builder, loop)
    const [second, first] = versions
    expect(rollout).toEqual({
      stable: first?.version,
      canary: { version: second?.version, weight: 0.1 },
    })
  })

  it('gives way to a newer proposal, and is decided once', async () => {
    const { builder, approver } = await aWorkspace()
    const loop = await draft(builder)
    const first = await propose(builder, loop)
    const second = await propose(builder, loop)
    await expectProblem(await decide(approver, first), 'conflict')
    expect(await proposalOf(approver, first)).toMatchObject({ status: 'superseded' })
    const [one, other] = await Promise.all([decide(approver, second), decide(approver, second)])
    expect(new Set([one.status, other.status])).toEqual(new Set([200, 409]))
    expect((await loopOf(builder, loop)).versions).toHaveLength(1)
  })

  it('is not approved any more once what receives traffic has changed', async () => {
    const { builder, approver, admin, aToken } = await aWorkspace()
    const loop = await draft(builder)
    const first = await approved(propose(builder, loop), approver)
    const operator = await aToken('operator')
    await edit(builder, loop, 1, 'Second')
    const second = await propose(builder, loop, 2)
    expect(await proposalOf(approver, second)).toMatchObject({ fromNumber: 1, from: { canary: null } })
    await approved(proposeRollout(operator, loop, { stable: null, canary: null }), approver)
    await expectProblem(await decide(approver, second), 'conflict')
    expect(first.status).toBe('approved')
    expect((await loopOf(admin, loop)).rollout.stable).toBeNull()
  })

  it('is compiled again: a host that is gone since stands in its way', async () => {
    const { builder, approver, admin } = await aWorkspace()
    const baseUrl = 'https://crm.example.com'
    await together(admin, approver, { type: 'host', host: 'crm', from: null, baseUrl })
    const use = { uses: 'http', host: 'crm', method: 'POST', path: '/things' } as const
    const made = await propose(builder, await draft(builder, aGraph({ act: { call: use } })))
    expect((await admin('/api/hosts/crm', { method: 'DELETE' })).status).toBe(204)
    await expectProblem(await decide(approver, made), 'graph-invalid')
    expect(await proposalOf(approver, made)).toMatchObject({ status: 'open' })
  })

  it('is not approved once the compiler makes another program of it', async () => {
    const { name, builder, approver } = await aWorkspace()
    const loop = await draft(builder)
    const made = await propose(builder, loop)
    const stub = defaultEnv.LOOP.get(defaultEnv.LOOP.idFromName(objectName(name, loop)))
    await runInDurableObject(stub, (_, { storage }) => {
      const query = "UPDATE proposals SET made = json_set(made, '$.change.version', ?)"
      new Sql(storage).run(query, `sha256:${'1'.repeat(64)}`)
    })
    const problem = await expectProblem(await decide(approver, made), 'conflict')
    expect(problem.detail).toContain('another version now')
    expect((await loopOf(builder, loop)).versions).toEqual([])
  })

  it('is not approved once more of its tests fail, and holds for those that failed before', async () => {
    const { builder, approver, admin } = await aWorkspace()
    const expects = (outcome: 'succeeded' | 'failed') => ({
      id: outcome,
      title: `It ${outcome}`,
      input: {},
      mocks: {},
      expect: { outcome },
    })
    const loop = await draft(builder, { ...aGraph(), cases: [expects('succeeded'), expects('failed')] })
    const override = { tests: 'The second is not built yet' }
    const proposing = async () => {
      const request = post({ revision: 1, note: 'First', override })
      const response = await builder(`/api/loops/${loop}/proposals/version`, request)
      return ProposalSummary.parse(await jsonOf(response, 201))
    }
    const first = await proposing()
    expect(first.change).toMatchObject({ tests: { passed: 1, failed: 1 } })
    const deny = { id: 'no', title: 'No', at: 'input', when: 'true', effect: 'deny', message: 'Not now' }
    const set = { method: 'PUT', json: { policies: [deny] }, headers: { 'if-match': '"0"' } }
    await jsonOf(await admin('/api/policies', set))
    const problem = await expectProblem(await decide(approver, first), 'conflict')
    expect(problem.detail).toContain('More of its tests fail now')
    await together(admin, approver, { type: 'policies', revision: 1, policies: [] })
    expect((await approved(Promise.resolve(first), approver)).status).toBe('approved')
  })

  it('expires', async () => {
    const { name, builder, approver } = await aWorkspace()
    const made = await propose(builder, await draft(builder))
    expect(made.expiresAt - made.at).toBe(24 * 3_600_000)
    const stub = defaultEnv.LOOP.get(defaultEnv.LOOP.idFromName(objectName(name, made.loop)))
    await runInDurableObject(stub, (_, { storage }) => {
      new Sql(storage).run("UPDATE proposals SET made = json_set(made, '$.expiresAt', ?)", Date.now())
    })
    expect(await proposalOf(approver, made)).toMatchObject({ status: 'expired' })
    await expectProblem(await decide(approver, made), 'conflict')
    const open = ProposalList.parse(await jsonOf(await approver('/api/proposals?status=open')))
    expect(open.proposals).toEqual([])
  })

  it('is taken back, not denied, by who proposed it and may approve', async () => {
    const { admin } = await aWorkspace()
    const made = await propose(admin, await draft(admin))
    expect(await jsonOf(await decide(admin, made, { decision: 'deny' }))).toMatchObject({
      status: 'withdrawn',
    })
  })

  it('is denied with a reason, or taken back', async () => {
    const { builder, approver, admin } = await aWorkspace()
    const loop = await draft(builder)
    const denied = await jsonOf(
      await decide(approver, await propose(builder, loop), { decision: 'deny', note: 'Too soon' }),
    )
    expect(denied).toMatchObject({ status: 'denied', decided: { by: 'bob', note: 'Too soon' } })
    const second = await propose(builder, loop)
    const at = `/api/loops/${loop}/proposals/${second.proposal}`
    expect(await jsonOf(await builder(`${at}?reason=A%20mistake`, { method: 'DELETE' }))).toMatchObject({
      status: 'withdrawn',
    })
    const { changes } = ChangeList.parse(
      await jsonOf(await admin(`/api/changes?kind=proposal&subject=${loop}`)),
    )
    expect(changes.map(({ what, by, reason }) => ({ what, by, reason }))).toEqual([
      { what: 'proposal.withdrawn', by: 'ann', reason: 'A mistake' },
      { what: 'proposal.made', by: 'ann', reason: 'Larger orders' },
      { what: 'proposal.denied', by: 'bob', reason: 'Too soon' },
      { what: 'proposal.made', by: 'ann', reason: 'Larger orders' },
    ])
  })
})

describe('a rollout with a second person', () => {
  it('changes once somebody else has approved it', async () => {
    const { builder, approver, aToken, admin } = await aWorkspace()
    const operator = await aToken('operator', admin, 'olga')
    const loop = await draft(builder)
    const [one] = [await approved(propose(builder, loop), approver)]
    await edit(builder, loop, 1, 'Second')
    await approved(propose(builder, loop, 2), approver)
    const before = await loopOf(admin, loop)
    const back: Rollout = {
      stable: before.rollout.stable,
      canary: { version: one.change.type === 'version' ? one.change.version : '', weight: 0.2 },
    }
    await expectProblem(
      await operator(`/api/loops/${loop}/rollout`, { method: 'PUT', json: back }),
      'second-person-required',
    )
    const made = await proposeRollout(operator, loop, back)
    expect((await loopOf(admin, loop)).rollout).toEqual(before.rollout)
    await expectProblem(await decide(operator, made), 'own-proposal')
    const at = `/api/loops/${loop}/proposals/${made.proposal}`
    await expectProblem(await builder(at, { method: 'DELETE' }), 'conflict')
    await approved(Promise.resolve(made), approver)
    expect((await loopOf(admin, loop)).rollout).toEqual(back)
    const { changes } = ChangeList.parse(await jsonOf(await admin(`/api/changes?subject=${loop}&limit=1`)))
    expect(changes).toMatchObject([
      {
        what: 'loop.rollout',
        by: 'bob',
        reason: 'A trial',
        from: { number: 2 },
        to: { number: 2 },
        detail: 'version 2 is stable, version 1 takes 20%; proposed by olga as proposal 3',
      },
    ])
  })

  it('names only versions that the loop has', async () => {
    const { builder, aToken } = await aWorkspace()
    const loop = await draft(builder)
    const json = { stable: `sha256:${'1'.repeat(64)}`, canary: null }
    await expectProblem(
      await (await aToken('operator'))(`/api/loops/${loop}/proposals/rollout`, post(json)),
      'version-not-found',
    )
  })
})

describe('what a publication tells the change log', () => {
  it('is told once the workspace can be reached again', async () => {
    const { name, builder, approver, admin } = await aWorkspace()
    const made = await propose(builder, await draft(builder))
    await approved(Promise.resolve(made), approver)
    const stub = defaultEnv.LOOP.get(defaultEnv.LOOP.idFromName(objectName(name, made.loop)))
    const note = { by: 'ann', what: 'loop.published', subject: made.loop, told: 'what was cut off' }
    await runInDurableObject(stub, async (_, { storage }) => {
      new Sql(storage).run('INSERT INTO notes (note) VALUES (?)', JSON.stringify(note))
      await storage.setAlarm(Date.now() + 60_000)
    })
    await runDurableObjectAlarm(stub)
    const { changes } = ChangeList.parse(
      await jsonOf(await admin(`/api/changes?subject=${made.loop}&limit=1`)),
    )
    expect(changes).toMatchObject([{ what: 'loop.published', detail: 'what was cut off' }])
  })

  it('stays to be told as long as the workspace can’t be reached', async () => {
    const { name, builder } = await aWorkspace()
    const loop = await draft(builder)
    const stub = defaultEnv.LOOP.get(defaultEnv.LOOP.idFromName(objectName(name, loop)))
    await runInDurableObject(stub, async (_, { storage }) => {
      const sql = new Sql(storage)
      const away = { note: () => Promise.reject(new Error('The workspace is away')) }
      const unreachable = { idFromName: () => null, get: () => away }
      const notes = new Notes(sql, { ...defaultEnv, WORKSPACE: unreachable } as unknown as Env)
      notes.add({ by: 'ann', what: 'loop.published', subject: loop, told: 'not told yet' })
      await expect(notes.tell()).rejects.toThrow('The workspace is away')
      expect(JSON.stringify(sql.all('SELECT note FROM notes'))).toContain('not told yet')
      sql.run('DELETE FROM notes')
    })
  })
})
