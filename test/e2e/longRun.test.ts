import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { LoopDetail } from '../../shared/api/loops.ts'
import { RunDetail } from '../../shared/api/runs.ts'
import { unitHost, unitLoop } from '../bench/unitLoop.ts'
import { Api } from '../support/api.ts'
import { LocalServer } from '../support/localServer.ts'

let server: LocalServer
beforeAll(async () => {
  server = await LocalServer.start()
})
afterAll(() => server.discard())

it('keeps no other call waiting until a long run of the shard ends', async () => {
  const api = new Api(server)
  const { name } = unitLoop
  await api.send('PUT', `/api/hosts/${unitHost}`, { baseUrl: 'http://127.0.0.1:65535' })
  const created = await api.send('POST', '/api/loops', { name, graph: unitLoop })
  const { draft } = LoopDetail.parse(await created.json())
  await api.send('POST', `/api/loops/${name}/versions`, { revision: draft.revision, note: '' })
  const started = await fetch(`${server.origin}/hooks/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'respond-async' },
    body: JSON.stringify({ task: 'alpha beta', kind: 'fn', iters: 1000 }),
  })
  expect(started.status).toBe(202)
  const { run } = z.object({ run: z.string() }).parse(await started.json())
  const seen = RunDetail.parse(await (await api.send('GET', `/api/runs/${run}`)).json())
  expect(seen.status).toBe('running')
})
