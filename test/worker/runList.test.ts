import { runInDurableObject } from 'cloudflare:test'
import { beforeAll, describe, expect, it } from 'vitest'
import { apiLimits } from '../../shared/api/limits.ts'
import { RunList, type RunSummary } from '../../shared/api/runs.ts'
import { shardName } from '../../worker/objects/placement.ts'
import { uuidTime } from '../../worker/objects/runTime.ts'
import { type RunFilter, runSearch } from '../../worker/objects/shard/runSearch.ts'
import { mergeRuns } from '../../worker/routes/mergeRuns.ts'
import { asAdmin, ended, env, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'
import { answersWith, aTarget } from './support/target.ts'

const most = apiLimits.runsLookedThrough
const began = 1_700_000_000_000
const count = 2 * most

let name: string
const numbered = (n: number) =>
  `${name}.0.${uuidTime(began + n * 1000)}-7000-8000-${String(n).padStart(12, '0')}`
const shard = () => env.RUN_SHARD.get(env.RUN_SHARD.idFromName(shardName(name, 0)))

/** A run a second. The oldest took longer and cost more, was of another version, and failed. */
beforeAll(async () => {
  name = await publish(aGraph())
  await ended((await runOf(await hook(name, {}))).run)
  await runInDurableObject(shard(), (_, { storage }) => {
    const insert = `INSERT INTO runs VALUES (?, ?, ?, 'ended', ?, 'outcome', '', 1, 1, ?, ?, ?, 9, '', 'null', 0, NULL, ?)`
    for (let n = 0; n < count; n += 1) {
      const at = began + n * 1000
      const said =
        n === 0
          ? [`sha256:${'b'.repeat(64)}`, 7, 'failed', 3]
          : [`sha256:${'a'.repeat(64)}`, 8, 'succeeded', 0.01]
      storage.sql.exec(insert, numbered(n), ...said, at, at + (n === 0 ? 90_000 : 2_400), n + 2)
    }
    return storage.sync()
  })
})

/** A page of a shard with runs of these times. */
const found = (times: number[], reached: number | null) => ({
  runs: times.map((at) => ({ run: numbered(at) }) as RunSummary),
  reached: reached === null ? null : numbered(reached),
})

describe('a page of what shards found', () => {
  const timesOf = ({ runs }: RunList) => runs.map(({ run }) => Number(run.slice(-12)))

  it('ends where the first of them stopped to look, as older runs of that one may come between', () => {
    const page = mergeRuns([found([9, 4], null), found([8], 6), found([7], 5)], 10)
    expect(timesOf(page)).toEqual([9, 8, 7])
    expect(numbered(6).endsWith(page.next ?? '-')).toBe(true)
  })

  it('ends once it is full', () => {
    const page = mergeRuns([found([9, 7, 5], 5), found([8, 6, 4], 4)], 2)
    expect(timesOf(page)).toEqual([9, 8])
    expect(numbered(8).endsWith(page.next ?? '-')).toBe(true)
    expect(mergeRuns([found([9], null), found([8], null)], 2).next).toBeNull()
  })
})

const page = async (query: string) =>
  RunList.parse(await jsonOf(await asAdmin(`/api/loops/${name}/runs?${query}`)))
const listed = async (query: string) => (await page(query)).runs.map(({ run }) => run)

describe('the list of runs, narrowed', () => {
  it('has those that were accepted from a time on, before another', async () => {
    expect(await listed(`since=${began + 5_000}&until=${began + 7_000}`)).toEqual([numbered(6), numbered(5)])
    const all = await page(`until=${began + 7_000}&limit=5`)
    expect(all.runs.map(({ run }) => run)).toEqual([6, 5, 4, 3, 2].map(numbered))
    expect(await listed(`until=${began + 7_000}&cursor=${all.next}`)).toEqual([1, 0].map(numbered))
  })

  it.each([
    'version=7',
    `version=sha256:${'b'.repeat(64)}`,
    'minDurationMs=90000',
    'minCostUsd=3',
    'outcome=failed',
  ])('has by %s what fits, and all of it', async (query) => {
    expect(await page(`${query}&until=${began + 100_000}`)).toMatchObject({
      runs: [{ run: numbered(0) }],
      next: null,
    })
  })

  it('looks through so many at a time, and goes on where it stopped', async () => {
    const first = await page('version=7')
    expect(first).toMatchObject({ runs: [], next: expect.any(String) })
    const second = await page(`version=7&cursor=${first.next}`)
    expect(second).toMatchObject({ runs: [], next: expect.any(String) })
    expect(await page(`version=7&cursor=${second.next}`)).toMatchObject({
      runs: [{ run: numbered(0) }],
      next: null,
    })
  })

  it('reads no more rows than it has to', async () => {
    const rowsRead = (filter: RunFilter, limit = 51) => {
      const { sql, values } = runSearch(filter, null, limit, Date.now())
      return runInDurableObject(shard(), (_, { storage }) => {
        const cursor = storage.sql.exec(sql, ...values)
        cursor.toArray()
        return cursor.rowsRead
      })
    }
    expect(await rowsRead({})).toBe(51)
    expect(await rowsRead({ version: '7' })).toBeLessThanOrEqual(2 * most)
    expect(await rowsRead({ version: '8' })).toBeLessThan(200)
    expect(await rowsRead({ status: 'waiting' })).toBeLessThan(5)
    const from = numbered(count - 3)
    expect(await rowsRead({ from, outcome: 'failed' })).toBeLessThan(20)
  })

  it('has a run under way for what it has cost by now', async () => {
    const target = await aTarget()
    await target.answers([answersWith(200), { type: 'hold' }])
    const graph = aGraph({
      act: {
        costUsd: 0.5,
        call: { uses: 'http', host: target.host, method: 'POST', path: '/', body: {} },
      },
    })
    const steps = ['first', 'second'].map((id, n) => ({ id, action: 'act', after: n === 0 ? [] : ['first'] }))
    const nodes = graph.nodes.map((node) =>
      node.kind === 'planner' ? { ...node, strategy: { type: 'sequence' as const, steps } } : node,
    )
    const loop = await publish({ ...graph, nodes })
    const { run } = await runOf(await hook(loop, {}))
    await target.requests({ count: 2 })
    const dear = async (usd: number) => {
      const path = `/api/loops/${loop}/runs?status=in-flight&minCostUsd=${usd}`
      return RunList.parse(await jsonOf(await asAdmin(path))).runs
    }
    expect(await dear(0.5)).toMatchObject([{ run }])
    expect(await dear(9)).toEqual([])
    await target.letGo()
    await ended(run)
  })

  it.each([
    'version=v3',
    'version=0',
    'version=sha256:ab',
    'since=soon',
    'minCostUsd=-1',
    'minDurationMs=1.5',
  ])('refuses %s', async (query) => {
    await expectProblem(await asAdmin(`/api/loops/${name}/runs?${query}`), 'invalid-request')
  })
})
