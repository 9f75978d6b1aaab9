import { runInDurableObject } from 'cloudflare:test'
import { env as bindings } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { ArchivedRun } from '../../shared/api/archive.ts'
import { verifyChain } from '../../shared/audit/verifyChain.ts'
import type { Bindings } from '../../worker/env.ts'
import type { RunShard } from '../../worker/objects/RunShard.ts'
import { ask, callbackWhen, hasTried, signingKey, telling } from './support/callbacks.ts'
import { shardObject } from './support/crash.ts'
import { asAdmin, ended, eventsOf, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'
import { aSecret } from './support/secret.ts'
import { answersWith, aTarget } from './support/target.ts'

const email = 'ann.lee@example.org'
const { ARCHIVE } = bindings as unknown as Bindings

/** Lets a shard look at its runs as if they had ended two days earlier. */
async function twoDaysLater(loop: string): Promise<void> {
  await runInDurableObject(shardObject(loop), async (shard: RunShard, { storage: { sql } }) => {
    sql.exec('UPDATE runs SET ended_at = ended_at - 172800000 WHERE ended_at IS NOT NULL')
    await shard.alarm()
  })
}

const rowsOf = (loop: string) =>
  runInDurableObject(shardObject(loop), (_, { storage: { sql } }) =>
    ['runs', 'turns', 'personal', 'dedupe', 'snapshots'].map((table) => [
      table,
      Number([...sql.exec(`SELECT count(*) AS n FROM ${table}`)][0]?.['n']),
    ]),
  )

async function keeping(keep: { days: number; archive?: boolean }) {
  const target = await aTarget()
  const call = { uses: 'http', host: target.host, method: 'POST', path: '/', body: '{{ input }}' } as const
  const loop = await publish(
    aGraph({ trigger: { personal: { detect: ['email'] }, keep, dedupe: 'input.email' }, act: { call } }),
  )
  const { run } = await runOf(await hook(loop, { email }))
  await ended(run)
  return { loop, run }
}

describe('a loop that keeps its runs for a time', () => {
  it('drops what is older, with its log, its key and its values, and nothing else', async () => {
    const { loop, run } = await keeping({ days: 1 })
    await runInDurableObject(shardObject(loop), (shard: RunShard) => shard.alarm())
    expect(await eventsOf(run)).not.toEqual([])
    await twoDaysLater(loop)
    await expect
      .poll(() => rowsOf(loop))
      .toEqual([
        ['runs', 0],
        ['turns', 0],
        ['personal', 0],
        ['dedupe', 0],
        ['snapshots', 0],
      ])
    await expectProblem(await asAdmin(`/api/runs/${run}`), 'run-not-found')
    await expectProblem(await asAdmin(`/api/runs/${run}/restore`, { method: 'POST' }), 'run-not-found')
    const again = await runOf(await hook(loop, { email }))
    expect(again.run).not.toBe(run)
  })

  it('archives first where it says so, and brings back what verifies', async () => {
    const { loop, run } = await keeping({ days: 1, archive: true })
    const before = await eventsOf(run)
    await twoDaysLater(loop)
    await expect.poll(async () => (await asAdmin(`/api/runs/${run}`)).status).toBe(404)
    const object = await ARCHIVE?.get(`default/${loop}/${run}.json`)
    const text = (await object?.text()) ?? ''
    expect(text).not.toContain(email)
    const archived = ArchivedRun.parse(JSON.parse(text))
    expect(archived.events).toEqual(before)
    expect(verifyChain(archived.events)).toMatchObject({ ok: true })

    await jsonOf(await asAdmin(`/api/runs/${run}/restore`, { method: 'POST' }))
    expect(await eventsOf(run)).toEqual(before)
    expect(await jsonOf(await asAdmin(`/api/runs/${run}`))).toMatchObject({
      status: 'ended',
      outcome: 'succeeded',
    })
    expect(await jsonOf(await asAdmin(`/api/runs/${run}/personal`))).toMatchObject({
      items: [],
      forgottenAt: archived.archivedAt,
    })
    await runInDurableObject(shardObject(loop), (shard: RunShard) => shard.alarm())
    expect(await eventsOf(run)).toEqual(before)
  })

  it.for<[string, (kept: ArchivedRun, other: ArchivedRun) => ArchivedRun]>([
    [
      'that was changed',
      (kept) => ({
        ...kept,
        events: kept.events.map((event, place) => (place === 0 ? { ...event, at: 1 } : event)),
      }),
    ],
    ['whose end was cut off', (kept) => ({ ...kept, events: kept.events.slice(0, -1) })],
    ['without a log', (kept) => ({ ...kept, events: [] })],
    ['that is another run', (_, other) => other],
    ['with the log of another run', (kept, other) => ({ ...kept, events: other.events })],
    [
      'with a summary that says otherwise',
      (kept) => ({ ...kept, summary: { ...kept.summary, outcome: 'failed' } }),
    ],
    ['with a body that its log does not have', (kept) => ({ ...kept, body: 'paid' })],
    [
      'of a program that it did not run',
      (kept, { program }) => ({ ...kept, program, summary: { ...kept.summary, version: program } }),
    ],
  ])('brings nothing back %s', async ([, change]) => {
    const { loop, run } = await keeping({ days: 1, archive: true })
    const another = await keeping({ days: 1, archive: true })
    await twoDaysLater(loop)
    await twoDaysLater(another.loop)
    const kept = async (of: typeof another) => {
      const at = `default/${of.loop}/${of.run}.json`
      await expect.poll(async () => (await asAdmin(`/api/runs/${of.run}`)).status).toBe(404)
      return ArchivedRun.parse(JSON.parse((await (await ARCHIVE?.get(at))?.text()) ?? ''))
    }
    const changed = change(await kept({ loop, run }), await kept(another))
    await ARCHIVE?.put(`default/${loop}/${run}.json`, JSON.stringify(changed))
    await expectProblem(await asAdmin(`/api/runs/${run}/restore`, { method: 'POST' }), 'conflict')
    await expectProblem(await asAdmin(`/api/runs/${run}`), 'run-not-found')
  })

  it('keeps a run as long as somebody is to be told how it ended', async () => {
    const target = await aTarget()
    await target.answers([], answersWith(503))
    const secret = await aSecret(signingKey)
    const to = { secret, to: [{ host: target.host, path: '/ended' }] }
    const loop = await telling(to, { keep: { days: 1 } })
    const { run } = await runOf(await hook(loop, { order: 7 }))
    const waits = await callbackWhen(run, hasTried(1))
    await twoDaysLater(loop)
    expect((await asAdmin(`/api/runs/${run}`)).status).toBe(200)
    await jsonOf(await ask(waits, 'discard'))
    await twoDaysLater(loop)
    await expect.poll(async () => (await asAdmin(`/api/runs/${run}`)).status).toBe(404)
  })

  it('keeps what can’t be archived', async () => {
    const { loop, run } = await keeping({ days: 1, archive: true })
    await runInDurableObject(shardObject(loop), async (shard: RunShard, { storage: { sql } }) => {
      sql.exec('UPDATE runs SET ended_at = ended_at - 172800000 WHERE ended_at IS NOT NULL')
      const put = vi.spyOn(ARCHIVE as R2Bucket, 'put').mockRejectedValue(new Error('The bucket is away'))
      await shard.alarm()
      put.mockRestore()
    })
    expect((await asAdmin(`/api/runs/${run}`)).status).toBe(200)
  })
})
