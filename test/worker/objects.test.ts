import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it, vi } from 'vitest'
import { EventPage } from '../../shared/api/runs.ts'
import { defaultLimits } from '../../shared/graph/limits.ts'
import { app } from '../../worker/app.ts'
import { LoopPush } from '../../worker/objects/loop/LoopPush.ts'
import { shardName } from '../../worker/objects/placement.ts'
import { loopOf, shardOf, workspaceOf } from '../../worker/objects/ports.ts'
import { EventLog, nextNumber } from '../../worker/objects/shard/EventLog.ts'
import { shardMigrations } from '../../worker/objects/shard/migrations.ts'
import { isFresh, type Migration, migrate } from '../../worker/objects/storage/migrate.ts'
import { Sql } from '../../worker/objects/storage/Sql.ts'
import { aStep, stepsInAnyOrder } from '../support/programs.ts'
import { deploy, echoAction, freshName } from './support/deploy.ts'
import { adminToken, asAdmin, ended, env, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'
import { misbehave } from './support/sandbox.ts'

const shard = (loop: string) => env.RUN_SHARD.get(env.RUN_SHARD.idFromName(shardName(loop, 0)))

/** Runs `work` over the storage of an object of its own. */
const inFreshObject = <T>(work: (sql: Sql) => T): Promise<T> =>
  runInDurableObject(
    env.RUN_SHARD.get(env.RUN_SHARD.idFromName(`${crypto.randomUUID()}/0`)),
    (_, { storage }) => work(new Sql(storage)),
  )

describe('migrations', () => {
  const first: Migration = { id: '001', sql: 'CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1)' }
  const second: Migration = { id: '002', sql: 'UPDATE a SET x = x + 1' }

  it('run once each, in order, however often they are asked for', async () => {
    const x = await inFreshObject((sql) => {
      migrate(sql, [first])
      migrate(sql, [first, second])
      migrate(sql, [first, second])
      return sql.first<{ x: number }>('SELECT x FROM a')?.x
    })
    expect(x).toBe(2)
  })

  it.for([[[second, first]], [[{ ...first, id: 'changed' }]], [[first]]])(
    'refuse a list that is no continuation',
    async ([list = []]) => {
      await inFreshObject((sql) => {
        migrate(sql, [first, second])
        expect(() => migrate(sql, list)).toThrow('may only grow at its end')
      })
    },
  )

  it('leave nothing of one that fails', async () => {
    await inFreshObject((sql) => {
      migrate(sql, [first])
      const broken = { id: '002', sql: 'UPDATE a SET x = 9; SELECT x FROM nowhere' }
      expect(() => migrate(sql, [first, broken])).toThrow('nowhere')
      expect(sql.first('SELECT x FROM a')).toEqual({ x: 1 })
    })
  })
})

describe('the logs of an earlier release', () => {
  it('are found under the runs’ numbers, and new ones follow', async () => {
    const { logs, added } = await inFreshObject((sql) => {
      migrate(sql, shardMigrations.slice(0, 4))
      const values = `1, 1, 'ended', NULL, NULL, '', 1, 1, 0, 1, 1, 4, 'trace', 'null', 0, NULL`
      for (const run of ['b', 'a']) sql.run(`INSERT INTO runs VALUES (?, ${values})`, run)
      for (const [run, seq, events] of [
        ['a', 2, [1, 2]],
        ['b', 3, [1, 2, 3]],
        ['a', 4, [3, 4]],
      ] as const) {
        const text = JSON.stringify(events.map((number) => ({ seq: number, run })))
        sql.run('INSERT INTO turns VALUES (?, ?, ?)', run, seq, text)
      }
      migrate(sql, shardMigrations)
      const log = new EventLog(sql)
      const read = (run: string, after: number, limit: number) => log.read(run, after, limit)
      const logs = [read('a', 0, 9), read('a', 1, 2), read('b', 0, 9), read('b', 3, 9), read('none', 0, 9)]
      sql.run(`INSERT INTO runs VALUES ('c', ${values}, ${nextNumber})`)
      const hash = 'of the last'
      log.append(
        'c',
        [
          { seq: 1, hash: 'of the first' },
          { seq: 2, hash },
        ],
        ['{"seq":1}', '{"seq":2,"prev":"of the first"}'],
      )
      return { logs, added: [read('c', 0, 9), read('b', 0, 9)] }
    })
    const of = (run: string, ...seqs: number[]) => seqs.map((seq) => ({ seq, run }))
    expect(logs).toEqual([of('a', 1, 2, 3, 4), of('a', 2, 3), of('b', 1, 2, 3), [], []])
    const [one, two] = ['of the first', 'of the last']
    expect(added).toEqual([
      [
        { seq: 1, hash: one },
        { seq: 2, prev: one, hash: two },
      ],
      of('b', 1, 2, 3),
    ])
  })
})

describe('an address that nobody set up', () => {
  it('stores nothing, whoever asks', async () => {
    const name = `nobody-${crypto.randomUUID()}`
    await expectProblem(await hook(name, {}), 'loop-not-found')
    await expectProblem(await asAdmin(`/api/loops/${name}`), 'loop-not-found')
    const loop = env.LOOP.get(env.LOOP.idFromName(name))
    for (const stub of [shard(name), loop])
      expect(await runInDurableObject(stub, (_, { storage }) => isFresh(new Sql(storage)))).toBe(true)
  })
})

describe('a loop that loses its memory', () => {
  const loop = (name: string) => env.LOOP.get(env.LOOP.idFromName(name))

  it('still gives its shards what it published', async () => {
    const graph = aGraph()
    const name = await publish(graph)
    const changed = { ...graph, title: 'Changed', limits: { ...graph.limits, iterations: 2 } }
    const headers = { 'if-match': '"1"' }
    await jsonOf(
      await asAdmin(`/api/loops/${name}/draft`, { method: 'PUT', json: { graph: changed }, headers }),
    )
    await runInDurableObject(loop(name), (_, state) => {
      vi.spyOn(LoopPush.prototype, 'deployment').mockImplementationOnce(async () => {
        await state.storage.sync()
        state.abort('killed by a test')
        throw new Error('This is not reached')
      })
    })
    const published = asAdmin(`/api/loops/${name}/versions`, {
      method: 'POST',
      json: { revision: 2, note: '' },
    })
    expect((await published).status).toBe(503)
    for (;;) {
      const { versionNumber } = await runOf(await hook(name, {}))
      if (versionNumber === 2) break
      await scheduler.wait(20)
    }
  })

  it('is not taken back to an older rollout by a push that was overtaken', async () => {
    const name = await publish(aGraph())
    const older = await loopOf(env, name).deployment()
    if (!older.ok) throw new Error('A loop that is published has a deployment')
    const put = { method: 'PUT', json: { stable: null, canary: null } }
    await jsonOf(await asAdmin(`/api/loops/${name}/rollout`, put))
    await shardOf(env, name, 0).deploy(older.value)
    await expectProblem(await hook(name, {}), 'loop-not-published')
  })

  it('can be removed when its removal was cut off', async () => {
    const graph = aGraph()
    const name = await publish(graph)
    await runInDurableObject(loop(name), (_, { storage }) => {
      storage.sql.exec('UPDATE loop SET removing = 1')
    })
    const json = { name, graph }
    await expectProblem(await asAdmin('/api/loops', { method: 'POST', json }), 'name-taken')
    expect((await asAdmin(`/api/loops/${name}`, { method: 'DELETE' })).status).toBe(204)
    expect((await asAdmin('/api/loops', { method: 'POST', json })).status).toBe(201)
  })
})

describe('a long run', () => {
  it('is folded from a snapshot, to the same state', async () => {
    const steps = Array.from({ length: 100 }, (_, n) => aStep(`step${n}`))
    const call = { uses: 'transform' as const, value: 1 }
    const name = await deploy({
      actions: { act: echoAction({ call }) },
      strategy: stepsInAnyOrder(...steps),
      outcomes: {
        done: { title: 'Done', status: 'succeeded', body: null },
        undone: { title: 'Undone', status: 'rolled-back', body: null },
        human: { title: 'Human', status: 'bailed', body: null },
        safe: { title: 'Safe', status: 'bailed', body: null },
      },
    })
    const { run } = await runOf(await hook(name, {}))
    const before = await ended(run)
    expect(before.events).toBeGreaterThan(200)
    const snapshots = await runInDurableObject(shard(name), (_, { storage }) =>
      storage.sql.exec<{ seq: number }>('SELECT seq FROM snapshots').toArray(),
    )
    expect(snapshots).toEqual([{ seq: expect.any(Number) }])
    const killed = runInDurableObject(shard(name), (_, state) => state.abort('killed by a test'))
    await expect(killed).rejects.toThrow('killed by a test')
    // Asking something of the run folds it; then its summary comes from the folded state.
    await expectProblem(
      await asAdmin(`/api/runs/${run}/pause`, { method: 'POST', json: { reason: '' } }),
      'conflict',
    )
    expect(await jsonOf(await asAdmin(`/api/runs/${run}`))).toEqual(before)
    const { events } = EventPage.parse(
      await jsonOf(await asAdmin(`/api/runs/${run}/events?after=150&limit=100`)),
    )
    expect(events.map(({ seq }) => seq)).toEqual(
      Array.from({ length: Math.min(100, before.events - 150) }, (_, n) => 151 + n),
    )
  })
})

describe('a run’s time', () => {
  it('ends it wherever it waits', async () => {
    const path = `/too-slow-${crypto.randomUUID()}`
    await misbehave({ path, behave: { type: 'delay', ms: 20_000 } })
    const limits = { ...defaultLimits, durationSeconds: 0.4 }
    const name = await deploy({ actions: { act: echoAction({}, { path }) }, limits })
    const { run } = await runOf(await hook(name, {}))
    expect(await ended(run)).toMatchObject({ outcome: 'bailed', reason: 'duration' })
  })
})

describe('what changes in the workspace', () => {
  it('reaches the loops that are published', async () => {
    const host = `moving_${crypto.randomUUID().replaceAll('-', '')}`
    await jsonOf(
      await asAdmin(`/api/hosts/${host}`, { method: 'PUT', json: { baseUrl: 'http://127.0.0.1:65535' } }),
    )
    const call = { uses: 'http' as const, host, method: 'GET' as const, path: '/' }
    const retry = { maxAttempts: 1, initialSeconds: 0, factor: 1, maxSeconds: 0, jitter: 'none' as const }
    const name = await publish(aGraph({ act: { call, retry } }))
    const failure = async () => {
      const { run } = await runOf(await hook(name, {}))
      await ended(run)
      const { events } = EventPage.parse(await jsonOf(await asAdmin(`/api/runs/${run}/events`)))
      const failed = events.find((event) => event.type === 'step.failed')
      return failed?.type === 'step.failed' ? failed.data.error.class : null
    }
    expect(await failure()).toBe('network')
    expect((await asAdmin(`/api/hosts/${host}`, { method: 'DELETE' })).status).toBe(204)
    expect(await failure()).toBe('configuration')
  })
})

describe('a change in the workspace', () => {
  it('that comes while a shard asks for its deployment is not lost', async () => {
    const name = freshName()
    const { revision, secrets } = await workspaceOf(env).settings('any')
    await shardOf(env, name, 0).configure({ revision: revision + 1, hosts: {}, secrets })
    await deploy({ name, actions: { act: echoAction() } })
    const { run } = await runOf(await hook(name, {}))
    expect((await ended(run)).outcome).not.toBe('succeeded')
    const { events } = EventPage.parse(await jsonOf(await asAdmin(`/api/runs/${run}/events`)))
    const failed = events.find((event) => event.type === 'step.failed')
    expect(failed?.type === 'step.failed' && failed.data.error.class).toBe('configuration')
  })
})

describe('a server that is not local', () => {
  const deployed = { ...env, PAVANE_LOCAL: null }
  const ask = (path: string, init: RequestInit = {}) =>
    app.request(`https://pavane.example${path}`, init, deployed)

  it('has no sandbox', async () => {
    await expectProblem(await ask('/sandbox/echo/x', { method: 'POST' }), 'not-found')
    const headers = { authorization: `Bearer ${adminToken}` }
    for (const path of ['/api/sandbox/calls', '/api/sandbox/rules'])
      await expectProblem(await ask(path, { headers }), 'not-found')
  })

  it('keeps its sessions to secure connections', async () => {
    const headers = { 'content-type': 'application/json', 'cf-connecting-ip': 'secure' }
    const response = await ask('/api/session', {
      method: 'POST',
      headers,
      body: JSON.stringify({ token: adminToken }),
    })
    expect(response.headers.get('set-cookie')).toMatch(
      /^__Host-pavane_session=\S+; Path=\/; HttpOnly; SameSite=Strict; .*Secure$/,
    )
    expect(response.headers.get('strict-transport-security')).toContain('max-age=')
    expect(await response.json()).toMatchObject({ local: false })
  })

  it('knows no administrator when it has no token', async () => {
    const without = { ...env, PAVANE_TOKEN: null }
    const headers = { authorization: 'Bearer ' }
    await expectProblem(
      await app.request('https://pavane.example/api/loops', { headers }, without),
      'unauthenticated',
    )
  })
})
