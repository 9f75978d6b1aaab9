import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { ChangeControl, ControlProposal, WaitingControl } from '../../shared/api/changeControl.ts'
import { ChangeList } from '../../shared/api/changes.ts'
import { objectName } from '../../worker/objects/inWorkspace.ts'
import { Sql } from '../../worker/objects/storage/Sql.ts'
import { type Ask, aWorkspace, draft, post } from './support/changeControl.ts'
import { env, jsonOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'

const asked = (more: object = {}) => ({
  publish: true,
  rollout: true,
  expiresAfterHours: 24,
  loops: [],
  reason: 'It pays out',
  ...more,
})
const less = asked({ publish: false, rollout: false, reason: 'We are two, and one is away' })
const put = (ask: Ask, json: object) => ask('/api/change-control', { method: 'PUT', json })
const publish = (ask: Ask, loop: string) =>
  ask(`/api/loops/${loop}/versions`, post({ revision: 1, note: '' }))
const at = '/api/change-control/proposal'
const propose = async (ask: Ask, json: object = less) =>
  ControlProposal.parse(await jsonOf(await ask(at, post(json)), 201))
const decide = (ask: Ask, { digest }: ControlProposal, more: object = {}) =>
  ask(`${at}/decision`, post({ decision: 'approve', digest, ...more }))
const waiting = async (ask: Ask) => WaitingControl.parse(await jsonOf(await ask(at))).proposal
const control = async (ask: Ask) => ChangeControl.parse(await jsonOf(await ask('/api/change-control')))
const entries = async (ask: Ask) =>
  ChangeList.parse(await jsonOf(await ask('/api/changes?text=change-control'))).changes

describe('change control', () => {
  it('asks in single loops what the workspace does not ask, and the other way round', async () => {
    const { builder, admin } = await aWorkspace({ publish: false, rollout: false })
    const [held, free, other] = [await draft(builder), await draft(builder), await draft(builder)]
    const holds = { loop: held, publish: true, rollout: false }
    const frees = { loop: free, publish: false, rollout: false }
    await jsonOf(await put(admin, asked({ publish: false, rollout: false, loops: [holds] })))
    await expectProblem(await publish(builder, held), 'second-person-required')
    await jsonOf(await publish(builder, free), 201)
    await jsonOf(await put(admin, asked({ rollout: false, loops: [holds, frees] })))
    await expectProblem(await publish(builder, other), 'second-person-required')
    expect((await publish(builder, free)).status).toBe(201)
    const twice = asked({ loops: [holds, holds] })
    await expectProblem(await put(admin, twice), 'invalid-request')
    expect((await entries(admin))[0]).toMatchObject({
      by: 'admin',
      reason: 'It pays out',
      from: { value: `nothing within 24 h; ${held}: versions` },
      to: { value: `versions within 24 h; ${held}: versions; ${free}: nothing` },
    })
  })

  it('is set with a reason alone', async () => {
    const { admin } = await aWorkspace()
    await expectProblem(await put(admin, asked({ reason: undefined })), 'invalid-request')
    await expectProblem(await put(admin, asked({ reason: ' ' })), 'invalid-request')
  })
})

describe('asking for a second person less', () => {
  it('is not done alone, whichever way', async () => {
    const { admin, builder, aToken } = await aWorkspace()
    const loop = await draft(builder)
    for (const json of [
      less,
      asked({ publish: false }),
      asked({ rollout: false }),
      asked({ loops: [{ loop, publish: false, rollout: true }] }),
      asked({ loops: [{ loop: 'to-come', publish: true, rollout: false }] }),
    ])
      for (const ask of [admin, await aToken('admin')])
        await expectProblem(await put(ask, json), 'second-person-required')
    expect(await control(admin)).toMatchObject({ publish: true, rollout: true, loops: [] })
    await expectProblem(await publish(admin, loop), 'second-person-required')
  })

  it('is not done by way of a loop’s own rule that is taken away', async () => {
    const { admin } = await aWorkspace({ publish: false, rollout: false })
    const loops = [{ loop: 'payout', publish: true, rollout: true }]
    await jsonOf(await put(admin, asked({ publish: false, rollout: false, loops })))
    await expectProblem(
      await put(admin, asked({ publish: false, rollout: false, loops: [] })),
      'second-person-required',
    )
  })

  it('holds once somebody else approved it, and the log names both', async () => {
    const { admin, approver, builder, aToken } = await aWorkspace()
    const ada = await aToken('admin', admin, 'ada')
    const made = await propose(ada)
    expect(made).toMatchObject({ by: 'ada', reason: less.reason, to: { publish: false, rollout: false } })
    expect(made.expiresAt - made.at).toBe(24 * 3_600_000)
    expect(await waiting(builder)).toEqual(made)
    expect(await control(admin)).toMatchObject({ publish: true })
    expect(await jsonOf(await decide(approver, made, { note: 'Until Monday' }))).toMatchObject({
      publish: false,
    })
    expect(await waiting(builder)).toBeNull()
    await jsonOf(await publish(builder, await draft(builder)), 201)
    const sides = {
      from: { value: 'versions and rollouts within 24 h' },
      to: { value: 'nothing within 24 h' },
    }
    expect((await entries(admin)).slice(0, 2)).toMatchObject([
      {
        what: 'workspace.change-control',
        by: 'bob',
        reason: 'Until Monday',
        detail: `proposed by ada, ${made.digest}`,
        ...sides,
      },
      { what: 'workspace.change-control-proposed', by: 'ada', reason: less.reason, ...sides },
    ])
    await expectProblem(await decide(approver, made), 'not-found')
  })

  it('is never approved by who proposed it, by any of their tokens or by one of their name', async () => {
    const { admin, approver, aToken } = await aWorkspace()
    const ada = await aToken('admin', admin, 'ada')
    const hers = await aToken('approver', ada, 'her program')
    const namesake = await aToken('approver', admin, 'ada')
    const made = await propose(ada)
    for (const ask of [ada, hers, namesake]) await expectProblem(await decide(ask, made), 'own-proposal')
    expect(await control(admin)).toMatchObject({ publish: true })
    for (const role of ['viewer', 'reviewer', 'builder'] as const)
      await expectProblem(await decide(await aToken(role), made), 'forbidden')
    expect((await decide(approver, made)).status).toBe(200)
  })

  it('is approved for exactly what was looked at, on the ground that it was made from', async () => {
    const { admin, approver } = await aWorkspace()
    const first = await propose(admin, asked({ publish: false }))
    const second = await propose(admin)
    await expectProblem(await decide(approver, first), 'conflict')
    await jsonOf(await put(admin, asked({ expiresAfterHours: 48 })))
    expect(await waiting(admin)).toBeNull()
    await expectProblem(await decide(approver, second), 'not-found')
    expect(await control(admin)).toMatchObject({ publish: true, rollout: true, expiresAfterHours: 48 })
  })

  it('is denied by somebody else, and taken back by who proposed it', async () => {
    const { admin, approver } = await aWorkspace()
    await jsonOf(await decide(approver, await propose(admin), { decision: 'deny', note: 'Not now' }))
    await jsonOf(await decide(admin, await propose(admin), { decision: 'deny' }))
    expect(await waiting(admin)).toBeNull()
    expect(await control(admin)).toMatchObject({ publish: true })
    const log = (await entries(admin)).map(({ what, by, reason }) => ({ what, by, reason }))
    expect(log.slice(0, 3)).toEqual([
      { what: 'workspace.change-control-withdrawn', by: 'admin', reason: undefined },
      { what: 'workspace.change-control-proposed', by: 'admin', reason: less.reason },
      { what: 'workspace.change-control-denied', by: 'bob', reason: 'Not now' },
    ])
  })

  it('waits as an older release kept it, which knew of one alone', async () => {
    const { name, admin, approver } = await aWorkspace()
    const made = await propose(admin)
    const stub = env.WORKSPACE.get(env.WORKSPACE.idFromName(objectName(name, 'default')))
    await runInDurableObject(stub, (_, { storage }) => {
      const query =
        "UPDATE facts SET value = json_extract(value, '$[0]') WHERE name = 'change-control-proposal'"
      new Sql(storage).run(query)
    })
    expect(await waiting(admin)).toEqual(made)
    expect((await decide(approver, made)).status).toBe(200)
  })

  it('expires', async () => {
    const { name, admin, approver } = await aWorkspace()
    const made = await propose(admin)
    const stub = env.WORKSPACE.get(env.WORKSPACE.idFromName(objectName(name, 'default')))
    await runInDurableObject(stub, (_, { storage }) => {
      const query =
        "UPDATE facts SET value = json_set(value, '$[0].proposal.expiresAt', ?) WHERE name = 'change-control-proposal'"
      new Sql(storage).run(query, Date.now())
    })
    expect(await waiting(admin)).toBeNull()
    await expectProblem(await decide(approver, made), 'not-found')
  })

  it('is not proposed where it takes nobody: asking for more is done alone', async () => {
    const { admin } = await aWorkspace({ publish: true, rollout: false })
    await expectProblem(await admin(at, post(asked())), 'conflict')
    await jsonOf(await put(admin, asked()))
  })
})
