import { compactVerify, importJWK } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Erasures, Revealed, RunPersonal, SignedReceipt } from '../../shared/api/privacy.ts'
import type { RunDetail } from '../../shared/api/runs.ts'
import { ResealedSecrets } from '../../shared/api/workspace.ts'
import { type Graph, graphFormat } from '../../shared/graph/graph.ts'
import { wire } from '../../shared/templates/wire.ts'
import { Api } from '../support/api.ts'
import { LocalServer } from '../support/localServer.ts'

const keys = { first: 'first-key-of-at-least-32-characters', second: 'second-key-of-at-least-32-characters' }
const [ann, bo] = ['ann.lee@example.org', 'bo.berg@example.org']

const graph: Graph = {
  format: graphFormat,
  name: 'keeps',
  title: 'Keeps',
  description: '',
  nodes: [
    {
      kind: 'trigger',
      id: 'start',
      title: 'Start',
      auth: { scheme: 'none' },
      personal: { detect: ['email'], join: true },
    },
    {
      kind: 'planner',
      id: 'plan',
      title: 'Plan',
      strategy: { type: 'sequence', steps: [{ id: 'first', action: 'act' }] },
    },
    {
      kind: 'action',
      id: 'act',
      title: 'Act',
      call: { uses: 'transform', value: '{{ input }}' },
      reversibility: 'pure',
      idempotency: 'native',
    },
    {
      kind: 'verifier',
      id: 'check',
      title: 'Check',
      checks: [{ type: 'rule', id: 'done', expr: 'steps.first.status == "succeeded"', onFail: 'bail' }],
    },
    { kind: 'outcome', id: 'done', title: 'Done', status: 'succeeded', body: '{{ input }}' },
    { kind: 'outcome', id: 'safe', title: 'Safe', status: 'bailed' },
  ],
  edges: [
    wire('start.input', 'plan.in'),
    wire('plan.plan', 'act.step'),
    wire('act.result', 'check.in'),
    wire('check.pass', 'done.in'),
    ...(['rollback', 'escalate', 'bail'] as const).map((port) => wire(`check.${port}`, 'safe.in')),
  ],
  policies: [],
  limits: {},
  layout: { positions: {} },
}

let server: LocalServer

async function restart(env: Record<string, string>): Promise<Api> {
  const { state, port } = server
  await server.kill()
  server = await LocalServer.start({ state, port, env })
  return new Api(server)
}

async function done(response: Promise<Response>): Promise<unknown> {
  const answered = await response
  const text = await answered.text()
  if (!answered.ok) throw new Error(`It answered ${answered.status}: ${text}`)
  return JSON.parse(text)
}

const runWith = async (api: Api, email: string) => {
  await done(api.send('POST', '/hooks/keeps', { email }, { prefer: 'wait=20' }))
  const { runs } = (await done(api.send('GET', '/api/loops/keeps/runs'))) as { runs: RunDetail[] }
  return runs[0]?.run ?? ''
}

const reveal = async (api: Api, run: string) => {
  const { items } = await api.get(`/api/runs/${run}/personal`, RunPersonal)
  const tokens = items.map(({ token }) => token)
  if (tokens.length === 0) return []
  const shown = await done(api.send('POST', `/api/runs/${run}/reveal`, { tokens, reason: 'A test of keys' }))
  return Revealed.parse(shown).values.map(({ value }) => value)
}

const erase = async (api: Api, subject: string) =>
  SignedReceipt.parse(
    await done(api.send('POST', '/api/privacy/erasures', { subject, reason: 'They asked for it' })),
  )

const keyCounts = async (api: Api) =>
  ResealedSecrets.parse(await done(api.send('POST', '/api/secrets/reseal'))).keys

/** Of the runs' shard, for joining, and of receipts. */
const all = (state: 'current' | 'lost') => ({ current: 0, former: 0, lost: 0, [state]: 3 })

beforeAll(async () => {
  server = await LocalServer.start({ env: { PAVANE_KEY: keys.first } })
  const api = new Api(server)
  await done(api.send('POST', '/api/loops', { name: 'keeps', graph }))
  await done(api.send('POST', '/api/loops/keeps/versions', { revision: 1, note: 'First' }))
}, 240_000)

afterAll(() => server.kill())

describe('a new key of the server', () => {
  it('takes over what personal data is kept under, and the one before may go', async () => {
    const before = new Api(server)
    const [ofAnn, ofBo] = [await runWith(before, ann), await runWith(before, bo)]
    await erase(before, 'somebody.else@example.org')
    expect(await keyCounts(before)).toEqual(all('current'))

    const both = await restart({ PAVANE_KEY: keys.second, PAVANE_KEY_PREVIOUS: keys.first })
    expect(await keyCounts(both)).toEqual(all('current'))

    const after = await restart({ PAVANE_KEY: keys.second })
    expect(await keyCounts(after)).toEqual(all('current'))
    expect(await reveal(after, ofAnn)).toEqual([ann])
    // Found by the token that joins: the key for joining is the same, newly wrapped.
    const signed = await erase(after, ann)
    expect(signed.receipt.runs).toEqual([ofAnn])
    const { publicKey } = await after.get('/api/privacy/erasures', Erasures)
    const verified = await compactVerify(signed.jws, await importJWK(publicKey ?? {}, 'EdDSA'))
    expect(JSON.parse(new TextDecoder().decode(verified.payload))).toEqual(signed.receipt)
    expect(await reveal(after, ofAnn)).toEqual([])
    expect(await reveal(after, ofBo)).toEqual([bo])
  }, 240_000)

  it('without the one before opens nothing, says so, and harms nothing', async () => {
    expect(await keyCounts(await restart({ PAVANE_KEY: keys.first }))).toEqual(all('lost'))
    expect(await keyCounts(await restart({ PAVANE_KEY: keys.second }))).toEqual(all('current'))
  }, 240_000)
})
