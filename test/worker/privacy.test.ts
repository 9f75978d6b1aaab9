import { runInDurableObject } from 'cloudflare:test'
import { compactVerify, importJWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { ChangeList } from '../../shared/api/changes.ts'
import { CreatedToken } from '../../shared/api/identity.ts'
import { Erasures, NoisyCounts, Revealed, RunPersonal, SignedReceipt } from '../../shared/api/privacy.ts'
import { verifyChain } from '../../shared/audit/verifyChain.ts'
import { Outcome } from '../../shared/graph/nodes/outcome.ts'
import { epsilonPerDay } from '../../shared/privacy/noise.ts'
import { workspaceOf } from '../../worker/objects/ports.ts'
import { kill, shardObject } from './support/crash.ts'
import { asAdmin, call, ended, env, eventsOf, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'
import { aTarget } from './support/target.ts'

const post = (json: unknown) => ({ method: 'POST', json })
const personOf = () => {
  const id = crypto.randomUUID()
  return { email: `ann.${id}@example.org`, phone: '+1 415 555 2671', id }
}

/** A loop that hides e-mail addresses and phone numbers; where it calls. */
async function hiding() {
  const target = await aTarget()
  const call = { uses: 'http', host: target.host, method: 'POST', path: '/', body: '{{ input }}' } as const
  const loop = await publish(
    aGraph({ trigger: { personal: { detect: ['email', 'phone'], join: true } }, act: { call } }),
  )
  return { loop, target }
}

async function aRun() {
  const { loop, target } = await hiding()
  const person = personOf()
  const { run } = await runOf(await hook(loop, person))
  await ended(run)
  return { loop, target, person, run }
}

const personalOf = async (run: string) =>
  RunPersonal.parse(await jsonOf(await asAdmin(`/api/runs/${run}/personal`)))
const bearerOf = async (role: string) => {
  const made = await jsonOf(await asAdmin('/api/tokens', post({ name: role, role, expiresAt: null })), 201)
  return { authorization: `Bearer ${CreatedToken.parse(made).token}` }
}
const erase = async (subject: string) =>
  SignedReceipt.parse(
    await jsonOf(await asAdmin('/api/privacy/erasures', post({ subject, reason: 'They asked for it' }))),
  )

describe('seeing personal data', () => {
  it('asks for the right and a reason, and goes on record with the run and in the log of changes', async () => {
    const { person, run } = await aRun()
    const { items } = await personalOf(run)
    expect(items.map(({ kind, hint }) => ({ kind, hint }))).toEqual([
      { kind: 'email', hint: 'a•••@e•••.org' },
      { kind: 'phone', hint: '••• 71' },
    ])
    const tokens = items.map(({ token }) => token)
    const at = `/api/runs/${run}/reveal`
    await expectProblem(
      await call(at, { ...post({ tokens, reason: 'Curious' }), headers: await bearerOf('operator') }),
      'forbidden',
    )
    await expectProblem(await asAdmin(at, post({ tokens, reason: '' })), 'invalid-request')
    expect((await personalOf(run)).reveals).toEqual([])
    const reviewer = await bearerOf('reviewer')
    const asked = { tokens: [...tokens, '[personal:email:nobodynobodynobodynob]'], reason: 'A complaint' }
    const shown = Revealed.parse(await jsonOf(await call(at, { ...post(asked), headers: reviewer })))
    expect(shown.values.map(({ value }) => value)).toEqual([person.email, person.phone])
    const by = expect.any(String)
    expect((await personalOf(run)).reveals).toEqual([
      { at: expect.any(Number), by, reason: 'A complaint', tokens },
    ])
    const { changes } = ChangeList.parse(await jsonOf(await asAdmin('/api/changes')))
    expect(changes[0]).toMatchObject({
      what: 'personal.revealed',
      subject: run,
      detail: '2 values',
      reason: 'A complaint',
    })
  })

  it('gives nothing of a run by the tokens of another', async () => {
    const one = await aRun()
    const other = await aRun()
    const [item] = (await personalOf(one.run)).items
    const request = post({ tokens: [item?.token], reason: 'Looking around' })
    expect(await jsonOf(await asAdmin(`/api/runs/${other.run}/reveal`, request))).toEqual({ values: [] })
    expect((await personalOf(other.run)).reveals).toEqual([])
  })
})

describe('erasing a person', () => {
  it('drops the keys of all runs about them, leaves their logs as they were, and gives a receipt that verifies', async () => {
    const { loop, person, run } = await aRun()
    const before = await eventsOf(run)
    const bystander = await aRun()
    const { receipt, jws } = await erase(` ${person.email.toUpperCase()} `)
    expect(receipt).toMatchObject({ runs: [run], waiting: [], values: 2, reason: 'They asked for it' })
    expect(JSON.stringify(receipt)).not.toContain(person.id)
    const { erasures, publicKey } = Erasures.parse(await jsonOf(await asAdmin('/api/privacy/erasures')))
    expect(erasures[0]).toEqual({ receipt, jws })
    const { payload } = await compactVerify(jws, await importJWK(publicKey ?? {}, 'EdDSA'))
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(receipt)

    expect(await eventsOf(run)).toEqual(before)
    expect(verifyChain(before)).toMatchObject({ ok: true })
    expect(await personalOf(run)).toMatchObject({ items: [], forgottenAt: expect.any(Number) })
    const tokens = [...new Set(JSON.stringify(before).match(/\[personal:[^\]]+\]/g))]
    const again = await asAdmin(`/api/runs/${run}/reveal`, post({ tokens, reason: 'Is it gone?' }))
    expect(await jsonOf(again)).toEqual({ values: [] })
    const rows = await runInDurableObject(
      shardObject(loop),
      (_, { storage: { sql } }) => [...sql.exec('SELECT run FROM personal')].length,
    )
    expect(rows).toBe(0)
    expect((await personalOf(bystander.run)).items).toHaveLength(2)
    await kill(loop)
    expect(await jsonOf(await asAdmin(`/api/runs/${run}`))).toMatchObject({ status: 'ended' })
    expect((await erase(person.email)).receipt).toMatchObject({
      runs: [],
      values: 0,
      subject: receipt.subject,
    })
  })

  it('is over at once for a run that is still in memory: a repeat of its call is told nothing any more', async () => {
    const { loop } = await hiding()
    const person = personOf()
    const send = async () => {
      const answer = await hook(loop, person, { 'idempotency-key': 'one', prefer: 'wait=20' })
      return JSON.stringify(await jsonOf(answer))
    }
    expect(await send()).toContain(person.email)
    await erase(person.email)
    expect(await send()).not.toContain(person.email)
  })

  it('writes over what it drops, so that no free page of the database holds it', async () => {
    const { loop, person } = await aRun()
    await runInDurableObject(shardObject(loop), (_, { storage: { sql } }) => {
      sql.exec('CREATE TABLE dropped (bytes TEXT)')
      sql.exec(`CREATE TRIGGER drops BEFORE DELETE ON personal
        BEGIN INSERT INTO dropped VALUES (hex(OLD.key) || hex(OLD.sealed)); END`)
    })
    await erase(person.email)
    const dropped = await runInDurableObject(shardObject(loop), (_, { storage: { sql } }) => [
      ...sql.exec<{ bytes: string }>('SELECT bytes FROM dropped'),
    ])
    expect(dropped).toEqual([{ bytes: expect.stringMatching(/^(00)+$/) }])
  })

  it('lets a run that is under way end with the values that it needs, and forgets them then', async () => {
    const { loop, target } = await hiding()
    await target.answers([{ type: 'hold' }])
    const person = personOf()
    const { run } = await runOf(await hook(loop, person))
    await target.requests({ count: 1 })
    expect((await erase(person.email)).receipt).toMatchObject({ runs: [], waiting: [run] })
    expect((await personalOf(run)).items).toHaveLength(2)
    await target.letGo()
    expect(await ended(run)).toMatchObject({ outcome: 'succeeded' })
    await expect.poll(async () => (await personalOf(run)).items).toEqual([])
  })

  it('is for administrators', async () => {
    const request = {
      ...post({ subject: 'ann@example.org', reason: 'Because' }),
      headers: await bearerOf('operator'),
    }
    await expectProblem(await call('/api/privacy/erasures', request), 'forbidden')
  })
})

describe('counts that are offered outside', () => {
  const counts = (loop: string, epsilon: number) =>
    asAdmin(`/api/privacy/counts?loop=${loop}&epsilon=${epsilon}&days=2`)

  it('carry noise, say how much, and cost of the budget of the day until there is none', async () => {
    const { loop } = await aRun()
    const first = NoisyCounts.parse(await jsonOf(await counts(loop, 0.3)))
    expect(first).toMatchObject({ loop, epsilon: 0.3, scale: 1 / 0.3 })
    expect(Object.keys(first.outcomes).sort()).toEqual([...Outcome.options].sort())
    expect(first.to - first.from).toBe(2 * 86_400_000)
    const second = NoisyCounts.parse(await jsonOf(await counts(loop, 0.3)))
    expect(second.left).toBeCloseTo(first.left - 0.3)
    const refused = await counts(loop, 1)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    await expectProblem(refused, 'too-many-attempts')
    expect(NoisyCounts.parse(await jsonOf(await counts(loop, 0.1))).left).toBeCloseTo(second.left - 0.1)
  })

  it('are paid for from the budget of one day, to its last part and no further', async () => {
    const spend = (day: string, epsilon: number) => workspaceOf(env).spendPrivacy(day, epsilon)
    for (let n = 1; n <= 10; n += 1)
      expect(await spend('2001-02-03', epsilonPerDay / 10)).toBeCloseTo(epsilonPerDay * (1 - n / 10))
    expect(await spend('2001-02-03', 0.001)).toBeNull()
    expect(await spend('2001-02-04', epsilonPerDay)).toBe(0)
    expect(await spend('2001-02-04', 0.001)).toBeNull()
  })

  it('are not what was counted, where little of the budget is spent', async () => {
    // No run of it ended before today: without noise every count is nothing.
    const { loop } = await aRun()
    const asked = [1, 2, 3, 4, 5].map(async () => NoisyCounts.parse(await jsonOf(await counts(loop, 0.01))))
    const told = (await Promise.all(asked)).flatMap(({ outcomes }) => Object.values(outcomes))
    // Each of them is more than nothing about every other time.
    expect(told.some((count) => count > 0)).toBe(true)
  })
})
