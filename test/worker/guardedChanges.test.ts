import { describe, expect, it } from 'vitest'
import { ChangeList } from '../../shared/api/changes.ts'
import { type GuardedChange, GuardedProposal, GuardedProposals } from '../../shared/api/guardedChanges.ts'
import { WorkspacePolicies } from '../../shared/api/policies.ts'
import { HostList } from '../../shared/api/workspace.ts'
import type { Policy } from '../../shared/graph/policy.ts'
import { type Ask, aWorkspace, post } from './support/changeControl.ts'
import { jsonOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'

const strict: Policy = {
  id: 'big',
  title: 'Big ones',
  at: 'plan',
  when: 'input.amount > 10',
  effect: 'deny',
  message: 'Too much.',
}
const save = (ask: Ask, revision: number, json: object) =>
  ask('/api/policies', { method: 'PUT', json, headers: { 'if-match': `"${revision}"` } })
const policies = async (ask: Ask) => WorkspacePolicies.parse(await jsonOf(await ask('/api/policies')))
const putHost = (ask: Ask, host: string, baseUrl: string) =>
  ask(`/api/hosts/${host}`, { method: 'PUT', json: { baseUrl } })
const hosts = async (ask: Ask) =>
  Object.fromEntries(
    HostList.parse(await jsonOf(await ask('/api/hosts'))).hosts.map(({ name, baseUrl }) => [name, baseUrl]),
  )

const at = '/api/guarded-changes'
const offer = (ask: Ask, change: GuardedChange) => ask(at, post({ change, reason: 'It is too strict' }))
const propose = async (ask: Ask, change: GuardedChange) =>
  GuardedProposal.parse(await jsonOf(await offer(ask, change), 201))
const decide = (ask: Ask, { digest }: GuardedProposal, more: object = {}) =>
  ask(`${at}/decision`, post({ decision: 'approve', digest, ...more }))
const waiting = async (ask: Ask) => GuardedProposals.parse(await jsonOf(await ask(at))).proposals
const entries = async (ask: Ask, text: string) =>
  ChangeList.parse(await jsonOf(await ask(`/api/changes?text=${text}`))).changes

/** A workspace in which publishing takes two, with a policy, a pack and a host from before. */
async function aGuarded(control: object = {}) {
  const made = await aWorkspace({ publish: false, rollout: false })
  const { admin } = made
  await jsonOf(await save(admin, 0, { policies: [strict], packs: [{ pack: 'cost', version: 1 }] }))
  await jsonOf(await putHost(admin, 'bank', 'https://bank.example'))
  const put = { publish: true, rollout: false, expiresAfterHours: 24, loops: [], reason: 'Two', ...control }
  await jsonOf(await admin('/api/change-control', { method: 'PUT', json: put }))
  return made
}
const weaker: GuardedChange = { type: 'policies', revision: 1, policies: [] }
const elsewhere: GuardedChange = {
  type: 'host',
  host: 'bank',
  from: 'https://bank.example',
  baseUrl: 'https://other.example',
}

describe('where publishing takes two', () => {
  it('nobody takes out, weakens or puts on trial a policy alone, or turns a pack off', async () => {
    const { admin, aToken } = await aGuarded()
    const packs = [{ pack: 'cost', version: 1 }]
    for (const json of [
      { policies: [] },
      { policies: [{ ...strict, effect: 'flag' }] },
      { policies: [{ ...strict, mode: 'dry-run' }] },
      { policies: [strict], packs: [] },
      { policies: [{ ...strict, when: 'input.amount > 1000' }], packs },
    ])
      for (const ask of [admin, await aToken('admin')])
        await expectProblem(await save(ask, 1, json), 'second-person-required')
    expect(await policies(admin)).toMatchObject({ version: 1, packs })
  })

  it('anybody who may makes them stricter alone', async () => {
    const { admin } = await aGuarded()
    await jsonOf(await save(admin, 1, { policies: [strict, { ...strict, id: 'more' }] }))
    expect((await policies(admin)).version).toBe(2)
    await expectProblem(
      await offer(admin, { ...weaker, revision: 2, policies: [strict, strict] }),
      'invalid-request',
    )
    const same: GuardedChange = { ...weaker, revision: 2, policies: [strict, { ...strict, id: 'more' }] }
    await expectProblem(await offer(admin, same), 'conflict')
  })

  it('nobody adds a host or moves one alone, and anybody who may takes one out', async () => {
    const { admin } = await aGuarded()
    await expectProblem(await putHost(admin, 'bank', 'https://other.example'), 'second-person-required')
    await expectProblem(await putHost(admin, 'fresh', 'https://bank.example'), 'second-person-required')
    await jsonOf(await putHost(admin, 'bank', 'https://bank.example/'))
    expect(await hosts(admin)).toMatchObject({ bank: 'https://bank.example' })
    expect((await admin('/api/hosts/bank', { method: 'DELETE' })).status).toBe(204)
    await expectProblem(await putHost(admin, 'bank', 'https://bank.example'), 'second-person-required')
  })

  it('so it is where one loop alone asks for it', async () => {
    const loops = [{ loop: 'payout', publish: true, rollout: false }]
    const { admin } = await aGuarded({ publish: false, loops })
    await expectProblem(await save(admin, 1, { policies: [] }), 'second-person-required')
    await expectProblem(await putHost(admin, 'bank', 'https://other.example'), 'second-person-required')
  })
})

describe('such a change', () => {
  it('holds once somebody else approved it, and the log names both', async () => {
    const { admin, approver, builder, aToken } = await aGuarded()
    const ada = await aToken('admin', admin, 'ada')
    const made = await propose(ada, weaker)
    expect(made).toMatchObject({ by: 'ada', reason: 'It is too strict', change: weaker })
    expect(await waiting(builder)).toEqual([made])
    expect((await policies(admin)).version).toBe(1)
    expect(await jsonOf(await decide(approver, made, { note: 'Agreed' }))).toEqual({ proposals: [] })
    const after = await policies(admin)
    expect(after).toMatchObject({ version: 2, packs: [{ pack: 'cost' }] })
    expect(after.policies.map(({ id }) => id)).not.toContain('big')
    expect((await entries(admin, 'policies')).slice(0, 2)).toMatchObject([
      {
        what: 'policies.set',
        by: 'bob',
        reason: 'Agreed',
        detail: expect.stringContaining(`proposed by ada, ${made.digest}`),
      },
      { what: 'workspace.change-proposed', by: 'ada', subject: 'policies', reason: 'It is too strict' },
    ])
    await expectProblem(await decide(approver, made), 'not-found')
  })

  it('moves a host once somebody else approved it', async () => {
    const { admin, approver } = await aGuarded()
    const moved = await propose(admin, elsewhere)
    const fresh = { ...elsewhere, host: 'fresh', from: null }
    const added = await propose(admin, fresh)
    expect((await waiting(admin)).map(({ change }) => change)).toEqual([fresh, elsewhere])
    await jsonOf(await decide(approver, moved))
    await jsonOf(await decide(approver, added))
    expect(await hosts(admin)).toMatchObject({
      bank: 'https://other.example',
      fresh: 'https://other.example',
    })
    expect((await entries(admin, 'bank'))[0]).toMatchObject({
      what: 'host.set',
      by: 'bob',
      from: { value: 'https://bank.example' },
      to: { value: 'https://other.example' },
      detail: expect.stringContaining('proposed by admin'),
    })
  })

  it('is never approved by who proposed it, by their tokens, or by who may not approve', async () => {
    const { admin, approver, aToken } = await aGuarded()
    const ada = await aToken('admin', admin, 'ada')
    const hers = await aToken('approver', ada)
    const made = await propose(ada, weaker)
    for (const ask of [ada, hers]) await expectProblem(await decide(ask, made), 'own-proposal')
    for (const role of ['viewer', 'builder'] as const)
      await expectProblem(await decide(await aToken(role), made), 'forbidden')
    await expectProblem(await offer(await aToken('builder'), weaker), 'forbidden')
    expect((await policies(admin)).version).toBe(1)
    expect((await decide(approver, made)).status).toBe(200)
  })

  it('is approved for exactly what was looked at, on the ground that it was made from', async () => {
    const { admin, approver } = await aGuarded()
    const first = await propose(admin, { ...weaker, policies: [{ ...strict, effect: 'flag' }] })
    const second = await propose(admin, weaker)
    await expectProblem(await decide(approver, first), 'conflict')
    const moved = await propose(admin, elsewhere)
    await jsonOf(await save(admin, 1, { policies: [strict, { ...strict, id: 'more' }] }))
    await expectProblem(await decide(approver, second), 'conflict')
    expect((await waiting(admin)).map(({ digest }) => digest)).toEqual([moved.digest])
    await admin('/api/hosts/bank', { method: 'DELETE' })
    await expectProblem(await decide(approver, moved), 'not-found')
    await expectProblem(await offer(admin, weaker), 'revision-stale')
    await expectProblem(await offer(admin, elsewhere), 'conflict')
    expect((await policies(admin)).version).toBe(2)
  })

  it('is taken back by who proposed it, and denied by others: nothing changes', async () => {
    const { admin, approver } = await aGuarded()
    const mine = await propose(admin, weaker)
    await jsonOf(await decide(admin, mine, { decision: 'deny' }))
    const theirs = await propose(admin, elsewhere)
    await jsonOf(await decide(approver, theirs, { decision: 'deny', note: 'No' }))
    expect(await waiting(admin)).toEqual([])
    expect((await policies(admin)).version).toBe(1)
    expect(await hosts(admin)).toMatchObject({ bank: 'https://bank.example' })
    expect((await entries(admin, 'workspace.change')).map(({ what, by }) => [what, by])).toEqual(
      expect.arrayContaining([
        ['workspace.change-withdrawn', 'admin'],
        ['workspace.change-denied', 'bob'],
      ]),
    )
  })

  it('reaches no address that no host may have', async () => {
    const { admin } = await aGuarded()
    const inside = { ...elsewhere, baseUrl: 'http://169.254.169.254' }
    await expectProblem(await offer(admin, inside), 'invalid-request')
  })
})

it('takes one where nothing takes two', async () => {
  const { admin } = await aWorkspace({ publish: false, rollout: true })
  await jsonOf(await save(admin, 0, { policies: [strict] }))
  await jsonOf(await save(admin, 1, { policies: [] }))
  await jsonOf(await putHost(admin, 'bank', 'https://bank.example'))
  await expectProblem(await offer(admin, { ...weaker, revision: 2 }), 'conflict')
})
