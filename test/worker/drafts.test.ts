import { describe, expect, it } from 'vitest'
import { ChangeList } from '../../shared/api/changes.ts'
import {
  CompileResult,
  LoopDetail,
  LoopList,
  Rollout,
  Version,
  VersionSummary,
} from '../../shared/api/loops.ts'
import { RunDetail, RunList } from '../../shared/api/runs.ts'
import type { Graph } from '../../shared/graph/graph.ts'
import { asAdmin, call, ended, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'
import { misbehave } from './support/sandbox.ts'

const create = (graph: Graph) => asAdmin('/api/loops', { method: 'POST', json: { name: graph.name, graph } })
const save = (name: string, graph: unknown, ifMatch?: string) =>
  asAdmin(`/api/loops/${name}/draft`, {
    method: 'PUT',
    json: { graph },
    headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
  })
const publishAt = (name: string, revision: number, note = '') =>
  asAdmin(`/api/loops/${name}/versions`, { method: 'POST', json: { revision, note } })
const detail = async (name: string) => LoopDetail.parse(await jsonOf(await asAdmin(`/api/loops/${name}`)))

describe('a loop', () => {
  it('is created from a graph, listed, and removed', async () => {
    const graph = aGraph()
    const created = await create(graph)
    expect(created.headers.get('location')).toBe(`/api/loops/${graph.name}`)
    expect(created.headers.get('etag')).toBe('"1"')
    const loop = LoopDetail.parse(await jsonOf(created, 201))
    expect(loop).toMatchObject({
      name: graph.name,
      published: null,
      draftDiffers: true,
      draft: { revision: 1, graph },
    })
    await expectProblem(await create(graph), 'name-taken')
    const names = async () =>
      LoopList.parse(await jsonOf(await asAdmin('/api/loops'))).loops.map(({ name }) => name)
    expect(await names()).toContain(graph.name)
    expect((await asAdmin(`/api/loops/${graph.name}`, { method: 'DELETE' })).status).toBe(204)
    expect(await names()).not.toContain(graph.name)
    await expectProblem(await asAdmin(`/api/loops/${graph.name}`), 'loop-not-found')
    await expectProblem(await hook(graph.name, {}), 'loop-not-found')
    expect((await create(graph)).status).toBe(201)
  })

  it('is not removed while a run is under way', async () => {
    const path = `/busy-${crypto.randomUUID()}`
    await misbehave({ path, behave: { type: 'delay', ms: 500 } })
    const act = { call: { uses: 'http' as const, host: 'echo', method: 'POST' as const, path, body: {} } }
    const name = await publish(aGraph({ act }))
    const { run } = await runOf(await hook(name, {}))
    await expectProblem(await asAdmin(`/api/loops/${name}`, { method: 'DELETE' }), 'conflict')
    await ended(run)
    expect((await asAdmin(`/api/loops/${name}`, { method: 'DELETE' })).status).toBe(204)
    await expectProblem(await asAdmin(`/api/runs/${run}`), 'run-not-found')
  })
})

describe('a draft', () => {
  it('is kept however broken it is', async () => {
    const { name } = LoopDetail.parse(await jsonOf(await create(aGraph()), 201))
    const broken = { nodes: 'none', odd: [1, null, { '': [] }] }
    const saved = await save(name, broken, '"1"')
    expect(saved.headers.get('etag')).toBe('"2"')
    expect((await detail(name)).draft).toMatchObject({ graph: broken, revision: 2, savedBy: 'admin' })
  })

  it('is never overwritten by who has not seen it', async () => {
    const graph = aGraph()
    await create(graph)
    await expectProblem(await save(graph.name, graph), 'precondition-required')
    expect((await save(graph.name, { mine: 1 }, '"1"')).status).toBe(200)
    const stale = await save(graph.name, { theirs: 1 }, '"1"')
    expect(stale.headers.get('etag')).toBe('"2"')
    await expectProblem(stale, 'revision-stale')
    expect((await detail(graph.name)).draft.graph).toEqual({ mine: 1 })
    const race = await Promise.all(Array.from({ length: 10 }, (_, n) => save(graph.name, { n }, '"2"')))
    expect(race.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('can be compiled without being saved', async () => {
    const { name } = LoopDetail.parse(await jsonOf(await create(aGraph()), 201))
    const compile = async (graph: unknown) =>
      CompileResult.parse(
        await jsonOf(await asAdmin(`/api/loops/${name}/compile`, { method: 'POST', json: { graph } })),
      )
    expect((await compile(aGraph({ name }))).program).toMatchObject({ name })
    expect((await compile(42)).program).toBeNull()
  })
})

describe('publishing', () => {
  it('makes an immutable version that takes the calls', async () => {
    const graph = aGraph()
    const name = await publish(graph)
    const loop = await detail(name)
    expect(loop).toMatchObject({ draftDiffers: false, published: { number: 1, note: 'First', by: 'admin' } })
    expect(loop.rollout).toEqual({ stable: loop.published?.version, canary: null })
    const version = Version.parse(await jsonOf(await asAdmin(`/api/loops/${name}/versions/1`)))
    expect(version).toMatchObject({ graph, program: { version: version.version } })
    expect(await jsonOf(await asAdmin(`/api/loops/${name}/versions/${version.version}`))).toEqual(version)
    await expectProblem(await asAdmin(`/api/loops/${name}/versions/2`), 'version-not-found')
    const run = await runOf(await hook(name, {}))
    expect(run).toMatchObject({ version: version.version, versionNumber: 1 })
  })

  it('the same again gives the same version, also with another layout', async () => {
    const graph = aGraph()
    const name = await publish(graph)
    await save(name, { ...graph, layout: { positions: { act: { x: 1, y: 2 } } } }, '"1"')
    expect((await detail(name)).draftDiffers).toBe(false)
    expect(VersionSummary.parse(await jsonOf(await publishAt(name, 2), 201)).number).toBe(1)
  })

  it('refuses a graph with errors, and says where', async () => {
    const graph = aGraph()
    await create(graph)
    const edges = graph.edges.filter(({ to }) => to.node !== 'act')
    await save(graph.name, { ...graph, edges }, '"1"')
    const problem = await expectProblem(await publishAt(graph.name, 2), 'graph-invalid')
    expect(problem.errors?.length).toBeGreaterThan(0)
    for (const error of problem.errors ?? [])
      expect(error).toMatchObject({ severity: 'error', code: expect.any(String) })
    expect((await detail(graph.name)).published).toBeNull()
  })

  it('refuses a host or secret that the workspace lacks, with a pointer to it', async () => {
    const call = { uses: 'http' as const, host: 'never_set', method: 'GET' as const, path: '/' }
    const graph = aGraph({ act: { call }, trigger: { auth: { scheme: 'github', secret: 'never_set' } } })
    await create(graph)
    const problem = await expectProblem(await publishAt(graph.name, 1), 'graph-invalid')
    expect(problem.errors?.map(({ pointer }) => pointer).sort()).toEqual([
      '/nodes/0/auth/secret',
      '/nodes/2/call/host',
    ])
  })

  it('refuses a draft that changed since, and a graph of another name', async () => {
    const graph = aGraph()
    await create(graph)
    await expectProblem(await publishAt(graph.name, 7), 'revision-stale')
    await save(graph.name, { ...graph, name: 'other' }, '"1"')
    await expectProblem(await publishAt(graph.name, 2), 'graph-invalid')
  })
})

describe('a rollout', () => {
  /** A loop with two versions; their digests. */
  async function twoVersions() {
    const graph = aGraph()
    const name = await publish(graph)
    await save(name, { ...graph, title: 'Another' }, '"1"')
    await jsonOf(await publishAt(name, 2), 201)
    const [second, first] = (await detail(name)).versions
    return { name, first: first?.version ?? '', second: second?.version ?? '' }
  }
  const put = (name: string, json: unknown) => asAdmin(`/api/loops/${name}/rollout`, { method: 'PUT', json })

  it('decides which version takes the next call, at once', async () => {
    const { name, first, second } = await twoVersions()
    expect((await runOf(await hook(name, {}))).version).toBe(second)
    Rollout.parse(await jsonOf(await put(name, { stable: first, canary: null })))
    expect((await runOf(await hook(name, {}))).version).toBe(first)
    await jsonOf(await put(name, { stable: first, canary: { version: second, weight: 1 } }))
    expect((await runOf(await hook(name, {}))).version).toBe(second)
  })

  it('is changed by who knows what it is, and by who does not ask', async () => {
    const { name, first, second } = await twoVersions()
    const path = `/api/loops/${name}/rollout`
    const read = (await asAdmin(path)).headers.get('etag') ?? ''
    const putIf = (json: unknown, ifMatch: string) =>
      asAdmin(path, { method: 'PUT', json, headers: { 'if-match': ifMatch } })
    const changed = await putIf({ stable: first, canary: null }, read)
    const now = changed.headers.get('etag') ?? ''
    expect([changed.status, now === read]).toEqual([200, false])
    const stale = await putIf({ stable: second, canary: null }, read)
    expect(stale.headers.get('etag')).toBe(now)
    expect(await expectProblem(stale, 'revision-stale')).toMatchObject({
      detail: expect.stringContaining('version 1 is stable'),
    })
    expect((await detail(name)).rollout).toEqual({ stable: first, canary: null })
    const canary = { stable: first, canary: { version: second, weight: 0.5 } }
    expect((await putIf(canary, `"other", W/${now}`)).status).toBe(200)
    expect((await putIf({ stable: first, canary: null }, '*')).status).toBe(200)
    expect((await put(name, canary)).status).toBe(200)
  })

  it('names versions that there are', async () => {
    const { name, first } = await twoVersions()
    const unknown = `sha256:${'0'.repeat(64)}`
    await expectProblem(await put(name, { stable: unknown, canary: null }), 'version-not-found')
    await expectProblem(
      await put(name, { stable: null, canary: { version: first, weight: 0.5 } }),
      'invalid-request',
    )
  })

  it('comes with a new version that is to be a canary, and never gives it all calls', async () => {
    const { name, first, second } = await twoVersions()
    await jsonOf(await put(name, { stable: first, canary: { version: second, weight: 0.5 } }))
    await save(name, { ...aGraph({ name }), title: 'A third' }, '"2"')
    const request = { revision: 3, note: '', canary: { weight: 0 } }
    const publishing = () => asAdmin(`/api/loops/${name}/versions`, { method: 'POST', json: request })
    const third = VersionSummary.parse(await jsonOf(await publishing(), 201))
    expect(third.number).toBe(3)
    expect(await detail(name)).toMatchObject({
      published: { version: first },
      rollout: { stable: first, canary: { version: third.version, weight: 0 } },
    })
    expect((await runOf(await hook(name, {}))).version).toBe(first)
    const { changes } = ChangeList.parse(await jsonOf(await asAdmin(`/api/changes?subject=${name}&limit=1`)))
    expect(changes[0]?.detail).toContain('version 1 is stable, version 3 takes 0%')
    // Once it is the stable version, it can't be the canary of itself.
    VersionSummary.parse(await jsonOf(await publishAt(name, 3), 201))
    expect((await detail(name)).rollout).toEqual({ stable: third.version, canary: null })
    await expectProblem(await publishing(), 'invalid-request')
  })

  it('has no canary where there is no stable version', async () => {
    const graph = aGraph()
    await create(graph)
    const json = { revision: 1, note: '', canary: { weight: 0.1 } }
    const request = { method: 'POST', json }
    await expectProblem(await asAdmin(`/api/loops/${graph.name}/versions`, request), 'invalid-request')
    expect((await detail(graph.name)).versions).toEqual([])
  })

  it('can take a loop off the hooks', async () => {
    const { name } = await twoVersions()
    await jsonOf(await put(name, { stable: null, canary: null }))
    await expectProblem(await hook(name, {}), 'loop-not-published')
  })
})

describe('runs started by hand', () => {
  it('pass the checks of a webhook and may name any version', async () => {
    const graph = aGraph({ trigger: { input: { type: 'object', required: ['n'] } } })
    const name = await publish(graph)
    const start = (json: unknown) => asAdmin(`/api/loops/${name}/runs`, { method: 'POST', json })
    await expectProblem(await start({ input: {} }), 'input-invalid')
    await expectProblem(
      await start({ input: { n: 1 }, version: `sha256:${'0'.repeat(64)}` }),
      'version-not-found',
    )
    const run = await runOf(await start({ input: { n: 1 } }))
    expect(await ended(run.run)).toMatchObject({ outcome: 'succeeded', body: { got: { n: 1 } } })
  })

  it('are started once for a key, whose keys are none of the hook’s', async () => {
    const name = await publish(aGraph({ trigger: { dedupe: 'input.n' } }))
    const start = (json: unknown, key?: string) =>
      asAdmin(`/api/loops/${name}/runs`, {
        method: 'POST',
        json,
        headers: key === undefined ? {} : { 'idempotency-key': key },
      })
    const [first, second] = await Promise.all([
      start({ input: { n: 1 } }, 'k'),
      start({ input: { n: 1 } }, '"k"'),
    ])
    expect(first.headers.get('location')).toBe(second.headers.get('location'))
    expect([first, second].filter(({ headers }) => headers.has('idempotency-replayed'))).toHaveLength(1)
    await expectProblem(await start({ input: { n: 2 } }, 'k'), 'key-reused')
    await expectProblem(await start({ input: { n: 1 } }, 'k'.repeat(256)), 'invalid-request')
    const others = [
      await start({ input: { n: 1 } }, 'other'),
      await start({ input: { n: 1 } }),
      await hook(name, { n: 1 }),
    ]
    for (const other of others) {
      expect(other.headers.has('idempotency-replayed')).toBe(false)
      expect(other.headers.get('location')).not.toBe(first.headers.get('location'))
    }
  })
})

describe('the list of runs', () => {
  it('is newest first over all loops, in pages, and can be narrowed', async () => {
    const names = [await publish(aGraph()), await publish(aGraph())]
    const started: string[] = []
    for (let n = 0; n < 6; n += 1) {
      const { run } = await runOf(await hook(names[n % 2] ?? '', { n }))
      started.unshift(run)
      await ended(run)
    }
    const page = async (query: string) => RunList.parse(await jsonOf(await asAdmin(`/api/runs?${query}`)))
    const first = await page('limit=4')
    expect(first.runs.map(({ run }) => run)).toEqual(started.slice(0, 4))
    const second = await page(`limit=4&cursor=${first.next}`)
    expect(second.runs.slice(0, 2).map(({ run }) => run)).toEqual(started.slice(4))
    expect((await page(`loop=${names[0]}`)).runs.map(({ run }) => run)).toEqual(
      started.filter((_, n) => n % 2 === 1),
    )
    expect((await page(`loop=${names[0]}&outcome=failed`)).runs).toEqual([])
    expect((await page(`loop=${names[0]}&status=ended&outcome=succeeded`)).runs).toHaveLength(3)
    expect((await page(`text=${started[2]}`)).runs.map(({ run }) => run)).toEqual([started[2]])
    expect((await page('text=%25')).runs).toEqual([])
  })

  it('has what is in flight, whatever its status, in one list with pages', async () => {
    const path = `/held-${crypto.randomUUID()}`
    await misbehave({ path, times: 10, behave: { type: 'delay', ms: 20_000 } })
    const name = await publish(
      aGraph({ act: { call: { uses: 'http', host: 'echo', method: 'POST', path, body: {} } } }),
    )
    const started: string[] = []
    for (let n = 0; n < 4; n += 1) started.unshift((await runOf(await hook(name, { n }))).run)
    const [last = '', paused = '', ...rest] = started
    const steer = (run: string, what: string, json: unknown) =>
      asAdmin(`/api/runs/${run}/${what}`, { method: 'POST', json })
    await runOf(await steer(last, 'cancel', { reason: 'stop', compensate: false }))
    await runOf(await steer(paused, 'pause', { reason: 'look' }))
    const page = async (query: string) =>
      RunList.parse(await jsonOf(await asAdmin(`/api/loops/${name}/runs?status=in-flight&${query}`)))
    const first = await page('limit=2')
    expect(first.runs.map(({ run }) => run)).toEqual([paused, rest[0]])
    expect(first.runs.map(({ status }) => status)).toEqual(['paused', 'running'])
    const second = await page(`limit=2&cursor=${first.next}`)
    expect(second).toMatchObject({ runs: [{ run: rest[1] }], next: null })
    for (const run of [paused, ...rest])
      await runOf(await steer(run, 'cancel', { reason: 'stop', compensate: false }))
    expect((await page('')).runs).toEqual([])
  })

  it('is an error for a loop that there is not', async () => {
    await expectProblem(await asAdmin('/api/loops/nothing/runs'), 'loop-not-found')
    await expectProblem(await asAdmin('/api/runs?loop=nothing'), 'loop-not-found')
  })
})

describe('a run under way', () => {
  async function slow(ms: number) {
    const path = `/steered-${crypto.randomUUID()}`
    await misbehave({ path, behave: { type: 'delay', ms } })
    const act = { call: { uses: 'http' as const, host: 'echo', method: 'POST' as const, path, body: {} } }
    return (await runOf(await hook(await publish(aGraph({ act })), {}))).run
  }
  const ask = (run: string, what: string, json: unknown) =>
    asAdmin(`/api/runs/${run}/${what}`, { method: 'POST', json })

  it('can be paused and resumed', async () => {
    const run = await slow(200)
    expect(await runOf(await ask(run, 'pause', { reason: 'look' }))).toMatchObject({ status: 'paused' })
    await expectProblem(await ask(run, 'pause', { reason: 'again' }), 'conflict')
    expect(await runOf(await ask(run, 'resume', { reason: 'done' }))).toMatchObject({ status: 'running' })
    await expectProblem(await ask(run, 'resume', { reason: 'again' }), 'conflict')
    expect((await ended(run)).outcome).toBe('succeeded')
  })

  it('can be cancelled, once', async () => {
    const run = await slow(200)
    const cancelled = RunDetail.parse(
      await jsonOf(await ask(run, 'cancel', { reason: 'stop', compensate: false }), 202),
    )
    expect(cancelled).toMatchObject({ status: 'ended', outcome: 'cancelled' })
    await expectProblem(await ask(run, 'cancel', { reason: 'stop', compensate: false }), 'conflict')
  })

  it('knows its approvals', async () => {
    const run = await slow(50)
    const json = { decision: 'grant', digest: `sha256:${'0'.repeat(64)}` }
    await expectProblem(await ask(run, 'approvals/nothing', json), 'not-found')
    await expectProblem(
      await call(`/api/runs/${run}/approvals/nothing`, { method: 'POST', json }),
      'unauthenticated',
    )
  })
})
