import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { BaselineList, BaselineRecord, BaselineWindow } from '../../shared/api/baselines.ts'
import { ChangeList } from '../../shared/api/changes.ts'
import { CreatedToken } from '../../shared/api/identity.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import type { DriftCheck } from '../../shared/graph/nodes/check.ts'
import { shardMigrations } from '../../worker/objects/shard/migrations.ts'
import { Observations } from '../../worker/objects/shard/Observations.ts'
import { migrate } from '../../worker/objects/storage/migrate.ts'
import { Sql } from '../../worker/objects/storage/Sql.ts'
import { kill, shardObject } from './support/crash.ts'
import { freshName } from './support/deploy.ts'
import { asAdmin, call, ended, eventsOf, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'

const check: DriftCheck = {
  type: 'drift',
  id: 'usual',
  onFail: 'bail',
  onInconclusive: 'flag',
  baseline: 'orders',
  fields: [
    { name: 'amount', value: 'input.amount', as: 'number' },
    { name: 'plan', value: 'input.plan', as: 'category', test: 'chi-square' },
  ],
  window: 40,
  minSamples: 10,
}

/** A loop that compares what it is called with; its name. */
function watching(over: Partial<DriftCheck> = {}): Promise<string> {
  const graph = aGraph({ act: { call: { uses: 'transform', value: 1 } } })
  const nodes = graph.nodes.map((node) =>
    node.kind === 'verifier' ? { ...node, checks: [...node.checks, { ...check, ...over }] } : node,
  )
  return publish({ ...graph, nodes })
}

const order = (n: number) => ({ amount: n % 20, plan: n % 2 === 0 ? 'pro' : 'free' })
const orders = (count: number) => Array.from({ length: count }, (_, n) => order(n))
const usual = {
  amount: { as: 'number', values: orders(200).map(({ amount }) => amount) },
  plan: { as: 'category', values: orders(200).map(({ plan }) => plan) },
}

const outcomeOf = async (loop: string, json: unknown) => {
  const { run } = await runOf(await hook(loop, json))
  const { outcome } = await ended(run)
  const made = (await eventsOf(run)).find(
    (event): event is Extract<RunEvent, { type: 'check.completed' }> =>
      event.type === 'check.completed' && event.data.check === 'usual',
  )
  return { outcome, ...made?.data }
}

const at = (loop: string, rest = '') => `/api/loops/${loop}/baselines${rest}`
const post = (json: unknown) => ({ method: 'POST', json })
const listOf = async (loop: string) => BaselineList.parse(await jsonOf(await asAdmin(at(loop))))
const windowOf = async (loop: string) =>
  BaselineWindow.parse(await jsonOf(await asAdmin(at(loop, '/orders/window'))))

const propose = async (loop: string, from: unknown, note = '') =>
  BaselineRecord.parse(await jsonOf(await asAdmin(at(loop), post({ name: 'orders', note, from })), 201))

/** A token of somebody else, of that role. */
async function somebody(role: string) {
  const json = { name: `${role} ${crypto.randomUUID()}`, role, expiresAt: null }
  const { token, name } = CreatedToken.parse(await jsonOf(await asAdmin('/api/tokens', post(json)), 201))
  const as = (path: string, init: object) =>
    call(path, { ...init, headers: { authorization: `Bearer ${token}` } })
  return { name, as }
}

async function decide(loop: string, { version, digest }: BaselineRecord, decision = 'approve') {
  const { as } = await somebody('approver')
  const answer = await as(at(loop, `/orders/${version}/decision`), post({ decision, digest, note: 'Seen' }))
  return BaselineRecord.parse(await jsonOf(answer))
}

async function withBaseline(over: Partial<DriftCheck> = {}) {
  const loop = await watching(over)
  await decide(loop, await propose(loop, { type: 'values', fields: usual }))
  return loop
}

describe('a drift check', () => {
  it('is inconclusive as long as there is no approved baseline', async () => {
    const loop = await watching()
    const proposed = await propose(loop, { type: 'values', fields: usual })
    expect(proposed).toMatchObject({ version: 1, status: 'proposed', approvedBy: null, samples: 200 })
    expect(await outcomeOf(loop, order(1))).toMatchObject({
      outcome: 'succeeded',
      result: 'inconclusive',
      message: expect.stringContaining('no approved baseline “orders”'),
    })
  })

  it('goes where it is wired when what comes in has drifted, and says by which baseline', async () => {
    const loop = await withBaseline()
    for (let n = 0; n < 12; n += 1) await hook(loop, order(n), { prefer: 'wait=20' })
    const { digest } = BaselineRecord.parse(await jsonOf(await asAdmin(at(loop, '/orders/1'))))
    const before = await outcomeOf(loop, order(13))
    expect(before).toMatchObject({ outcome: 'succeeded', result: 'pass', by: `orders 1 ${digest}` })
    for (let n = 0; n < 30; n += 1) await hook(loop, { amount: 90 + n, plan: 'pro' }, { prefer: 'wait=20' })
    const after = await outcomeOf(loop, { amount: 90, plan: 'trial' })
    expect(after).toMatchObject({
      outcome: 'bailed',
      result: 'fail',
      evidence: { baseline: { name: 'orders', version: 1, digest } },
    })
    expect(after.message).toContain('amount: has drifted over the last 40 values')
    const window = await windowOf(loop)
    expect(window).toMatchObject({ observations: 40, against: 1 })
    expect(window.fields.map(({ name, outcome }) => [name, outcome?.result])).toEqual([
      ['amount', 'fail'],
      ['plan', 'fail'],
    ])
  })

  it('remembers what was observed over a crash', async () => {
    const loop = await withBaseline()
    for (let n = 0; n < 3; n += 1) await hook(loop, order(n), { prefer: 'wait=20' })
    await kill(loop)
    await hook(loop, order(3), { prefer: 'wait=20' })
    expect(await windowOf(loop)).toMatchObject({ observations: 4, fields: [{ profile: { samples: 4 } }, {}] })
  })

  it('counts values that can’t be used, and goes on', async () => {
    const loop = await withBaseline()
    expect(await outcomeOf(loop, { amount: '12', plan: null })).toMatchObject({ result: 'inconclusive' })
    expect((await windowOf(loop)).fields.map(({ profile }) => profile.unusable)).toEqual([1, 1])
  })

  it('observes in each shard, and shows all of them together', async () => {
    const loop = await withBaseline()
    await jsonOf(await asAdmin(`/api/loops/${loop}/shards`, { method: 'PUT', json: { shards: 3 } }))
    await Promise.all(orders(24).map((json) => hook(loop, json, { prefer: 'wait=20' })))
    expect((await windowOf(loop)).observations).toBe(24)
    const proposed = await propose(loop, { type: 'window' })
    expect(proposed).toMatchObject({ version: 2, samples: 24, from: { type: 'window' } })
  })
})

describe('a baseline', () => {
  it('holds once somebody else approved it, in place of the one before, and the log of changes says who', async () => {
    const loop = await withBaseline()
    const second = await propose(loop, { type: 'values', fields: usual }, 'After the sale')
    const own = post({ decision: 'approve', digest: second.digest })
    await expectProblem(await asAdmin(at(loop, '/orders/2/decision'), own), 'own-proposal')
    const approved = await decide(loop, second)
    expect(approved).toMatchObject({ status: 'approved', note: 'After the sale', decision: { note: 'Seen' } })
    expect(approved.approvedBy).toBe(approved.decision?.by)
    const { baselines, checks } = await listOf(loop)
    expect(baselines.map(({ version, status }) => [version, status])).toEqual([
      [2, 'approved'],
      [1, 'superseded'],
    ])
    expect(checks).toMatchObject([{ verifier: 'verify', check: 'usual', baseline: 'orders', window: 40 }])
    expect(await outcomeOf(loop, order(1))).toMatchObject({ evidence: { baseline: { version: 2 } } })
    const { changes } = ChangeList.parse(await jsonOf(await asAdmin('/api/changes?limit=50')))
    const about = changes.filter(({ subject, what }) => subject === loop && what.startsWith('baseline.'))
    expect(about.map(({ what, by }) => [what, by])).toEqual([
      ['baseline.approved', approved.approvedBy],
      ['baseline.proposed', 'admin'],
      ['baseline.approved', baselines[1]?.approvedBy],
      ['baseline.proposed', 'admin'],
    ])
  })

  it('is not approved by another token of who proposed it, whatever it is called', async () => {
    const loop = await watching()
    const ann = await somebody('admin')
    const token = async (by: typeof ann) => {
      const json = { name: `hers ${crypto.randomUUID()}`, role: 'approver', expiresAt: null }
      const made = CreatedToken.parse(await jsonOf(await by.as('/api/tokens', post(json)), 201))
      return (path: string, init: object) =>
        call(path, { ...init, headers: { authorization: `Bearer ${made.token}` } })
    }
    const from = { type: 'values', fields: usual }
    const proposed = await ann.as(at(loop), post({ name: 'orders', note: '', from }))
    const { digest } = BaselineRecord.parse(await jsonOf(proposed, 201))
    const decision = post({ decision: 'approve', digest })
    const hers = await token(ann)
    await expectProblem(await hers(at(loop, '/orders/1/decision'), decision), 'own-proposal')
    const { as } = await somebody('approver')
    expect((await as(at(loop, '/orders/1/decision'), decision)).status).toBe(200)
  })

  it('does not hold when it is denied, and is decided on once', async () => {
    const loop = await withBaseline()
    const denied = await decide(loop, await propose(loop, { type: 'values', fields: usual }), 'deny')
    expect(denied).toMatchObject({ status: 'denied', approvedBy: null })
    expect(await outcomeOf(loop, order(1))).toMatchObject({ evidence: { baseline: { version: 1 } } })
    const { as } = await somebody('approver')
    const again = post({ decision: 'approve', digest: denied.digest })
    await expectProblem(await as(at(loop, '/orders/2/decision'), again), 'conflict')
  })

  it('is approved as it was looked at, and a newer proposal takes the place of an older', async () => {
    const loop = await watching()
    const first = await propose(loop, { type: 'values', fields: usual })
    const second = await propose(loop, {
      type: 'values',
      fields: { amount: { as: 'number', values: [1, 2] } },
    })
    const { as } = await somebody('approver')
    const decision = (version: number, digest: string) =>
      as(at(loop, `/orders/${version}/decision`), post({ decision: 'approve', digest }))
    await expectProblem(await decision(1, first.digest), 'conflict')
    await expectProblem(await decision(2, first.digest), 'conflict')
    expect((await decision(2, second.digest)).status).toBe(200)
  })

  it('can be set back to an earlier version, which is approved like any other', async () => {
    const loop = await withBaseline()
    const [first] = (await listOf(loop)).baselines
    const again = await propose(loop, { type: 'version', version: 1 })
    expect(again).toMatchObject({ version: 2, digest: first?.digest, status: 'proposed' })
  })

  it('asks for the rights to propose and to decide', async () => {
    const loop = await withBaseline()
    const { as: asApprover } = await somebody('approver')
    const request = post({ name: 'orders', from: { type: 'window' } })
    await expectProblem(await asApprover(at(loop), request), 'forbidden')
    const { digest } = await propose(loop, { type: 'values', fields: usual })
    const { as: asBuilder } = await somebody('builder')
    const decision = post({ decision: 'approve', digest })
    await expectProblem(await asBuilder(at(loop, '/orders/2/decision'), decision), 'forbidden')
  })

  it('is refused with words where it can’t be made', async () => {
    const loop = await watching()
    const { detail } = await expectProblem(
      await asAdmin(at(loop), post({ name: 'orders', from: { type: 'window' } })),
      'conflict',
    )
    expect(detail).toContain('No run has observed anything for “orders” yet')
    const unusable = { amount: { as: 'number', values: ['a'] } }
    const values = { type: 'values', fields: unusable }
    await expectProblem(await asAdmin(at(loop), post({ name: 'orders', from: values })), 'conflict')
    await expectProblem(await asAdmin(at(loop), post({ name: 'Orders', from: values })), 'invalid-request')
    await expectProblem(await asAdmin(at(loop, '/orders/1')), 'version-not-found')
    await expectProblem(await asAdmin(at(loop, '/others/window')), 'not-found')
    await expectProblem(await asAdmin(at('no-such-loop')), 'loop-not-found')
  })

  it('reaches a loop that is published after it was approved', async () => {
    const graph = aGraph({ act: { call: { uses: 'transform', value: 1 } } })
    const nodes = graph.nodes.map((node) => (node.kind === 'verifier' ? { ...node, checks: [check] } : node))
    const { name } = graph
    await jsonOf(await asAdmin('/api/loops', post({ name, graph: { ...graph, nodes } })), 201)
    await decide(name, await propose(name, { type: 'values', fields: usual }))
    await jsonOf(await asAdmin(`/api/loops/${name}/versions`, post({ revision: 1, note: '' })), 201)
    expect(await outcomeOf(name, order(1))).toMatchObject({ evidence: { baseline: { version: 1 } } })
  })
})

describe('the window of a check', () => {
  const inShard = <T>(work: (sql: Sql) => T) =>
    runInDurableObject(shardObject(freshName()), (_, { storage }) => {
      const sql = new Sql(storage)
      migrate(sql, shardMigrations)
      return work(sql)
    })
  const added = (effect: string, window = 3, baseline = 'b') => ({
    baseline,
    check: 'verify/usual',
    effect,
    window,
    fields: { amount: { as: 'number' as const, value: Number(effect) } },
  })
  const valuesOf = (observations: readonly { fields: Record<string, { value: unknown }> }[]) =>
    observations.map(({ fields }) => fields.amount?.value)

  it('holds the last values, costs a row each, and takes an effect once', () =>
    inShard((sql) => {
      const observations = new Observations(sql)
      const rows: number[] = []
      for (let n = 0; n < 5; n += 1) {
        const before = sql.rowsWritten
        observations.add(added(String(n)), n)
        rows.push(sql.rowsWritten - before)
      }
      expect(rows).toEqual([1, 1, 1, 1, 1])
      expect(valuesOf(observations.add(added('4'), 9))).toEqual([2, 3, 4])
      expect(valuesOf(new Observations(sql).add(added('3'), 9))).toEqual([2, 3, 4])
      expect(valuesOf(observations.of('b'))).toEqual([2, 3, 4])
      expect(observations.of('a')).toEqual([])
    }))

  it('keeps what a version with a larger window needs, while one with a smaller runs beside it', () =>
    inShard((sql) => {
      const observations = new Observations(sql)
      for (let n = 0; n < 6; n += 1) observations.add(added(String(n), 5), n)
      expect(valuesOf(observations.add(added('6', 2), 6))).toEqual([5, 6])
      expect(valuesOf(observations.add(added('7', 5), 7))).toEqual([3, 4, 5, 6, 7])
    }))

  it('lets go of what a larger one left behind', () =>
    inShard((sql) => {
      for (let n = 0; n < 10; n += 1) new Observations(sql).add(added(String(n), 8), n)
      for (let n = 10; n < 20; n += 1) new Observations(sql).add(added(String(n), 2), n)
      expect(new Observations(sql).of('b').length).toBeLessThanOrEqual(4)
    }))
})
