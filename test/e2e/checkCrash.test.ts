import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RunDetail } from '../../shared/api/runs.ts'
import { verifyChain } from '../../shared/audit/verifyChain.ts'
import { Api } from '../support/api.ts'
import { logToEnd } from '../support/followRun.ts'
import { soundGraph, withNode } from '../support/graphs.ts'
import { answerJson, HttpTarget, type TargetRequest } from '../support/httpTarget.ts'
import { LocalServer } from '../support/localServer.ts'

let server: LocalServer
let target: HttpTarget
const asked: TargetRequest[] = []
let held: ServerResponse[] = []
let comes = () => {}

/** The second answer is held back: the server is killed while the checker thinks. */
beforeAll(async () => {
  target = await HttpTarget.listen((request, response) => {
    if (request.path !== '/judge') return answerJson(response, 200, {})
    asked.push(request)
    if (asked.length === 2) {
      held = [response]
      return comes()
    }
    return answerJson(response, 200, { result: 'pass', version: '1' })
  })
  server = await LocalServer.start()
})

afterAll(async () => {
  await server.discard()
  await target.close()
})

const judged = withNode(
  withNode(soundGraph, 'check', {
    checks: [
      {
        type: 'http',
        id: 'outside',
        onFail: 'bail',
        call: { host: 'target', method: 'POST', path: '/judge' },
        about: '{{ steps.one.status }}',
        timeoutSeconds: 600,
        votes: { of: 3, need: 2 },
      },
    ],
  }),
  'start',
  { auth: { scheme: 'none' } },
)
const graph = withNode(judged, 'act', {
  call: { uses: 'http', host: 'target', method: 'POST', path: '/things' },
})

describe('SIGKILL while an external checker thinks', () => {
  it('asks it the same again after the restart, counts each answer once, and goes on', async () => {
    const api = new Api(server)
    await api.send('PUT', '/api/hosts/target', { baseUrl: target.origin })
    await api.send('POST', '/api/loops', { name: 'sound', graph })
    await api.send('POST', '/api/loops/sound/versions', { revision: 1, note: 'First' })
    const thinks = new Promise<void>((done) => {
      comes = done
    })
    const started = await api.send('POST', '/hooks/sound', { n: 1 }, { prefer: 'respond-async' })
    const { run } = RunDetail.parse(await started.json())
    await thinks
    await server.kill()
    for (const response of held) response.destroy()
    server = await LocalServer.start({ state: server.state, port: server.port })

    const log = await logToEnd(new Api(server), run)
    expect(log.at(-1)).toMatchObject({ type: 'run.ended', data: { outcome: 'succeeded' } })
    expect(verifyChain(log)).toMatchObject({ ok: true })
    const key = (vote: number) => `${run}/check/1/check/outside/${vote}`
    expect(asked.map(({ headers }) => headers['idempotency-key'])).toEqual([key(1), key(2), key(2)])
    expect(asked[2]?.body).toBe(asked[1]?.body)
    const times = (type: string) => log.filter((event) => event.type === type).length
    expect([times('check.asked'), times('check.answered'), times('check.completed')]).toEqual([2, 2, 1])
  })
})
