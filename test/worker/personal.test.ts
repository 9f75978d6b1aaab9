import { listDurableObjectIds, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { LoopDetail } from '../../shared/api/loops.ts'
import { verifyChain } from '../../shared/audit/verifyChain.ts'
import { Graph } from '../../shared/graph/graph.ts'
import { sha256Hex } from '../../worker/security/digests.ts'
import { signCall } from '../../worker/security/signCall.ts'
import { kill, shardObject } from './support/crash.ts'
import { asAdmin, call, ended, env, eventsOf, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { answersWith, aTarget } from './support/target.ts'

const email = 'ann.lee@example.org'
const other = 'bob.ray@example.org'
const person = { email, customer: { name: 'Annelore Lee' }, card: 'n/a' }
const secrets = [email, other, 'Annelore']

const input = {
  type: 'object',
  properties: {
    email: { type: 'string' },
    customer: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
    card: { type: 'string', 'x-pavane-personal': 'card' },
  },
  required: ['email', 'customer'],
}

function hiding(host: string, over: { join?: boolean; dedupe?: string } = {}): Graph {
  const { join = false, dedupe } = over
  return aGraph({
    trigger: { input, personal: { detect: ['email', 'names'], join }, ...(dedupe ? { dedupe } : {}) },
    act: {
      call: {
        uses: 'http',
        host,
        method: 'POST',
        path: '/find/{{ input.email }}',
        body: { text: 'Dear {{ input.customer.name }}', all: '{{ input }}' },
      },
    },
  })
}

/** Everything that a shard has stored, as one text. */
const storedOf = (loop: string) => storedIn(shardObject(loop))
const storedIn = (object: DurableObjectStub) =>
  runInDurableObject(object, (_, { storage: { sql } }) => {
    const tables = [
      ...sql.exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
      ),
    ]
    return tables.map(({ name }) => JSON.stringify([...sql.exec(`SELECT * FROM "${name}"`)])).join('\n')
  })

const withoutSecrets = (text: string) => {
  for (const secret of secrets) expect(text.toLowerCase()).not.toContain(secret.toLowerCase())
}

describe('personal data', () => {
  it('leaves in requests and in the answer to the caller, and is nowhere on record', async () => {
    const target = await aTarget()
    await target.answers([answersWith(200, { owner: { name: 'Annelore', email: other } })])
    const loop = await publish(hiding(target.host))
    const answer = await hook(loop, person, { prefer: 'wait=20' })
    expect(await jsonOf(answer)).toEqual({ got: person })
    const [sent] = await target.requests({ count: 1 })
    expect(decodeURIComponent(sent?.path ?? '')).toContain(email)
    expect(JSON.parse(sent?.body ?? '')).toEqual({ text: 'Dear Annelore Lee', all: person })
    const { run } = await lastRun(loop)
    const events = await eventsOf(run)
    expect(verifyChain(events)).toMatchObject({ ok: true })
    withoutSecrets(JSON.stringify(events))
    withoutSecrets(JSON.stringify(await jsonOf(await asAdmin(`/api/runs/${run}`))))
    withoutSecrets(await storedOf(loop))
    expect(JSON.stringify(events)).toMatch(/\[personal:email:[A-Za-z0-9_-]{22}\]/)
    expect(events[0]).toMatchObject({ data: { input: { card: expect.stringMatching(/^\[personal:card:/) } } })
  })

  it('is known again after a crash', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'hold' }])
    const loop = await publish(hiding(target.host))
    const { run } = await runOf(await hook(loop, person))
    await target.requests({ count: 1 })
    await kill(loop)
    await target.letGo()
    const [, again] = await target.requests({ count: 2 })
    expect(JSON.parse(again?.body ?? '')).toMatchObject({ all: person })
    expect(await ended(run)).toMatchObject({ outcome: 'succeeded' })
  })

  it('makes no key of a call that could be read', async () => {
    const target = await aTarget()
    const loop = await publish(hiding(target.host, { dedupe: 'input.email' }))
    const first = await runOf(await hook(loop, person))
    const again = await hook(loop, { ...person, more: 1 })
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect((await runOf(again)).run).toBe(first.run)
    await kill(loop)
    expect((await hook(loop, person)).headers.get('idempotency-replayed')).toBe('true')
    withoutSecrets(await storedOf(loop))
  })

  it('makes nothing of what its caller signed that could be guessed and compared, and knows it also from before', async () => {
    const secret = `signing_${crypto.randomUUID().replaceAll('-', '')}`
    await jsonOf(await asAdmin(`/api/secrets/${secret}`, { method: 'PUT', json: { value: 'the-key' } }))
    const auth = { scheme: 'stripe', secret } as const
    const act = { call: { uses: 'transform', value: 1 } as const }
    const plain = aGraph({ trigger: { auth }, act })
    const loop = await publish(plain)
    const body = JSON.stringify(person)
    const send = (seconds: number, key: string) => {
      const signed = signCall(auth, 'the-key', { id: '', body, now: seconds * 1000 })
      const headers = { 'content-type': 'application/json', 'idempotency-key': key, ...signed }
      return call(`/hooks/${loop}`, { method: 'POST', body, headers })
    }
    const now = Math.floor(Date.now() / 1000)
    const mark = (seconds: number) => sha256Hex(`${seconds}.${body}`)
    const before = await runOf(await send(now - 1, 'a'))
    expect(await storedOf(loop)).toContain(mark(now - 1))
    await publishAgain(loop, (node) =>
      node.kind === 'trigger' ? { ...node, personal: { detect: ['email'] } } : node,
    )
    const after = await runOf(await send(now, 'b'))
    expect(await storedOf(loop)).not.toContain(mark(now))
    for (const [seconds, { run }] of [
      [now - 1, before],
      [now, after],
    ] as const) {
      const again = await send(seconds, 'c')
      expect(again.headers.get('idempotency-replayed')).toBe('true')
      expect((await runOf(again)).run).toBe(run)
    }
  })

  it('has the same token in all runs where it is to be joined, and another in each where it is not', async () => {
    const target = await aTarget()
    const tokensOf = async (join: boolean) => {
      const loop = await publish(hiding(target.host, { join }))
      const { run } = await runOf(await hook(loop, person))
      const second = await publish(hiding(target.host, { join }))
      const other = await runOf(await hook(second, person))
      return Promise.all(
        [run, other.run].map(
          async (each) => JSON.stringify((await eventsOf(each))[0]).match(/\[personal:email:[^\]]+\]/)?.[0],
        ),
      )
    }
    const [one, two] = await tokensOf(true)
    expect(one).toBe(two)
    const [three, four] = await tokensOf(false)
    expect(three).not.toBe(four)
  })

  it('is in no name by which a lease knows its resource and who waits for it', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'hold' }])
    const graph = hiding(target.host, { join: true })
    const nodes = graph.nodes.map((node) =>
      node.kind === 'action' ? { ...node, leases: [`db/${crypto.randomUUID()}/{{ input.email }}`] } : node,
    )
    const loop = await publish({ ...graph, nodes })
    const before = new Set((await listDurableObjectIds(env.LEASE)).map(String))
    const holder = await runOf(await hook(loop, person))
    await target.requests({ count: 1 })
    const waits = await runOf(await hook(loop, { ...person, more: 1 }))
    const [id, ...others] = (await listDurableObjectIds(env.LEASE)).filter(
      (each) => !before.has(String(each)),
    )
    if (!id) throw new Error('There is no lease')
    expect(others).toEqual([])
    const lease = env.LEASE.get(id)
    await expect.poll(() => storedIn(lease)).toContain(waits.run)
    const stored = await storedIn(lease)
    expect(stored).toContain(holder.run)
    withoutSecrets(stored)
    await target.letGo()
    // Whoever waited is told by the lease, and is known by the name that the lease has for it.
    for (const { run } of [holder, waits]) expect(await ended(run)).toMatchObject({ outcome: 'succeeded' })
  })

  it('is so to a child run whose loop looks for none, and comes back to its parent', async () => {
    const target = await aTarget()
    const child = await publish(
      aGraph({
        act: { call: { uses: 'http', host: target.host, method: 'POST', path: '/', body: '{{ input }}' } },
      }),
    )
    const parent = await publish(
      aGraph({
        trigger: { personal: { detect: ['email'] } },
        act: { call: { uses: 'loop', loop: child, input: { to: '{{ input.email }}' } } },
      }),
    )
    const { run } = await runOf(await hook(parent, person))
    expect(await ended(run)).toMatchObject({ outcome: 'succeeded' })
    const [sent] = await target.requests({ count: 1 })
    expect(JSON.parse(sent?.body ?? '')).toEqual({ to: email })
    const texts = await Promise.all([storedOf(child), storedOf(parent)])
    for (const text of texts) expect(text).not.toContain(email)
    const succeeded = (await eventsOf(run)).find(({ type }) => type === 'step.succeeded')
    expect(succeeded).toMatchObject({
      data: { output: { body: { got: { to: expect.stringMatching(/^\[personal:email:/) } } } },
    })
    const [accepted] = await eventsOf(run)
    const token = JSON.stringify(accepted).match(/\[personal:email:[^\]]+\]/)?.[0]
    // It is the parent's own token: what came back was hidden anew.
    expect(JSON.stringify(succeeded)).toContain(token)
  })
})

/** Publishes a loop once more, with nodes that were changed. */
async function publishAgain(
  loop: string,
  change: (node: Graph['nodes'][number]) => Graph['nodes'][number],
): Promise<void> {
  const { draft } = LoopDetail.parse(await jsonOf(await asAdmin(`/api/loops/${loop}`)))
  const graph = Graph.parse(draft.graph)
  const json = { graph: { ...graph, nodes: graph.nodes.map(change) } }
  const headers = { 'if-match': `"${draft.revision}"` }
  await jsonOf(await asAdmin(`/api/loops/${loop}/draft`, { method: 'PUT', json, headers }))
  const publication = { revision: draft.revision + 1, note: '' }
  await jsonOf(await asAdmin(`/api/loops/${loop}/versions`, { method: 'POST', json: publication }), 201)
}

const lastRun = async (loop: string) => {
  const { runs } = (await jsonOf(await asAdmin(`/api/runs?loop=${loop}`))) as { runs: { run: string }[] }
  return { run: runs[0]?.run ?? '' }
}
