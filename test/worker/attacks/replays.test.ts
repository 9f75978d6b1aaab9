import { runInDurableObject } from 'cloudflare:test'
import fc from 'fast-check'
import '../../support/fastCheck.ts'
import { describe, expect, it, vi } from 'vitest'
import { LoopDetail } from '../../../shared/api/loops.ts'
import { RunList } from '../../../shared/api/runs.ts'
import { Graph } from '../../../shared/graph/graph.ts'
import type { TriggerNode } from '../../../shared/graph/nodes/trigger.ts'
import { valueOf } from '../../../worker/http/problem.ts'
import { shardForKey } from '../../../worker/objects/placement.ts'
import { loopOf, shardOf } from '../../../worker/objects/ports.ts'
import { sha256Hex } from '../../../worker/security/digests.ts'
import { signCall } from '../../../worker/security/signCall.ts'
import { asAdmin, call, env, jsonOf, runOf } from '../support/edge.ts'
import { aGraph, publish } from '../support/graphs.ts'
import { expectProblem } from '../support/problems.ts'

type Scheme = 'standard-webhooks' | 'stripe' | 'github'
type Headers = Record<string, string>

const value = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const body = '{"n":1}'

const putSecret = (name: string, json: { value: string; keepPreviousSeconds?: number }) =>
  asAdmin(`/api/secrets/${name}`, { method: 'PUT', json })

/** A loop whose callers sign; its name and its secret's. */
async function signedLoop(scheme: Scheme, trigger: Partial<TriggerNode> = {}) {
  const secret = `replays_${crypto.randomUUID().replaceAll('-', '')}`
  await jsonOf(await putSecret(secret, { value }))
  const call = { uses: 'transform', value: 1 } as const
  const loop = await publish(aGraph({ trigger: { ...trigger, auth: { scheme, secret } }, act: { call } }))
  return { loop, secret }
}

function signed(scheme: Scheme, { secret = value, id = 'msg_1', now = Date.now() } = {}): Headers {
  return signCall({ scheme, secret: 'any' }, secret, { id, body, now }) ?? {}
}

const post = (loop: string, headers: Headers) =>
  call(`/hooks/${loop}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  })

const spread = async (loop: string, shards: number) =>
  jsonOf(await asAdmin(`/api/loops/${loop}/shards`, { method: 'PUT', json: { shards } }))

async function runsOf(loop: string): Promise<string[]> {
  const list = RunList.parse(await jsonOf(await asAdmin(`/api/loops/${loop}/runs?limit=100`)))
  return list.runs.map(({ run }) => run)
}

/** Expects the answer that a repeat of the call gets that started this run. */
async function expectRepeat(response: Response, run: string) {
  expect(response.headers.get('idempotency-replayed')).toBe('true')
  expect((await runOf(response)).run).toBe(run)
}

const ways = ['alone', 'over shards'] as const
const cases = (['standard-webhooks', 'stripe'] as const).flatMap((scheme) =>
  ways.map((way) => [scheme, way] as const),
)

describe('a call that is signed together with its time', () => {
  it.for(cases)('starts one run, whatever its unsigned headers say: %s, %s', async ([scheme, way]) => {
    const { loop } = await signedLoop(scheme)
    if (way === 'over shards') await spread(loop, 5)
    const { versions } = LoopDetail.parse(await jsonOf(await asAdmin(`/api/loops/${loop}`)))
    const headers = signed(scheme)
    const { run } = await runOf(await post(loop, { ...headers, 'idempotency-key': 'first' }))
    const event = { 'ce-specversion': '1.0', 'ce-source': '/s', 'ce-type': 't' }
    const bent: Headers[] = [
      {},
      { 'idempotency-key': 'other' },
      { 'idempotency-key': 'another', 'content-type': 'application/vnd.any+json' },
      { 'x-github-delivery': 'other' },
      { ...event, 'ce-id': '1' },
      { ...event, 'ce-id': '2' },
      { 'pavane-version': 'stable' },
      { 'pavane-version': versions[0]?.version ?? '' },
      scheme === 'stripe' ? { 'webhook-id': 'other' } : { 'stripe-signature': 't=1,v1=00' },
    ]
    for (const more of bent) await expectRepeat(await post(loop, { ...headers, ...more }), run)
    expect(await runsOf(loop)).toEqual([run])
  })

  it.for([
    ['standard-webhooks', 'webhook-signature', (text: string) => `v1,AAAA ${text} v2,x`],
    ['standard-webhooks', 'webhook-timestamp', (text: string) => `${text}.0`],
    ['stripe', 'stripe-signature', (text: string) => `${text},v1=${'0'.repeat(64)},v0=1`],
    ['stripe', 'stripe-signature', (text: string) => text.replace(',', ' , ')],
  ] as const)('is the same however its signature is written: %s, %s', async ([scheme, name, bend]) => {
    const { loop } = await signedLoop(scheme)
    const headers = signed(scheme)
    const { run } = await runOf(await post(loop, { ...headers, 'idempotency-key': 'first' }))
    const again = { ...headers, [name]: bend(headers[name] ?? ''), 'idempotency-key': 'other' }
    await expectRepeat(await post(loop, again), run)
  })

  it.for(cases)(
    'starts one run, however many come at once under keys of their own: %s, %s',
    async ([scheme, way]) => {
      const { loop } = await signedLoop(scheme)
      if (way === 'over shards') await spread(loop, 4)
      const headers = signed(scheme)
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, n) => post(loop, { ...headers, 'idempotency-key': `key-${n}` })),
      )
      const runs = await Promise.all(answers.map(async (answer) => (await runOf(answer)).run))
      expect(new Set(runs).size).toBe(1)
      expect(await runsOf(loop)).toHaveLength(1)
    },
  )

  it('is the same with one of two signatures, while the secret is being replaced', async () => {
    const { loop, secret } = await signedLoop('standard-webhooks')
    const next = 'whsec_plJ3nmyCDGBKInavdOK15jsl'
    await jsonOf(await putSecret(secret, { value: next, keepPreviousSeconds: 60 }))
    const now = Date.now()
    const [former, current] = [value, next].map((each) => signed('standard-webhooks', { secret: each, now }))
    const signature = `${current?.['webhook-signature']} ${former?.['webhook-signature']}`
    const both = { ...current, 'webhook-signature': signature, 'idempotency-key': 'first' }
    const { run } = await runOf(await post(loop, both))
    await expectRepeat(await post(loop, { ...former, 'idempotency-key': 'second' }), run)
    await expectRepeat(await post(loop, { ...current, 'idempotency-key': 'third' }), run)
  })

  it('is kept from running again also where the repeat is what was overheard', async () => {
    const { loop } = await signedLoop('stripe')
    const at = Date.now()
    const key = { 'idempotency-key': 'the-key' }
    const { run } = await runOf(await post(loop, { ...signed('stripe', { now: at - 2000 }), ...key }))
    const repeat = signed('stripe', { now: at })
    await expectRepeat(await post(loop, { ...repeat, ...key }), run)
    await expectRepeat(await post(loop, { ...repeat, 'idempotency-key': 'other' }), run)
  })

  it('starts a run each time that it is signed anew under another key', async () => {
    const { loop } = await signedLoop('stripe')
    const now = Date.now()
    const send = async (seconds: number) =>
      (await runOf(await post(loop, signed('stripe', { now: now - seconds * 1000 })))).run
    expect(new Set([await send(0), await send(1), await send(2)]).size).toBe(3)
  })

  it('starts its run later where it was refused at first', async () => {
    const { loop } = await signedLoop('stripe', { input: { type: 'object', required: ['m'] } })
    await spread(loop, 3)
    const headers = { ...signed('stripe'), 'idempotency-key': 'k' }
    await expectProblem(await post(loop, headers), 'input-invalid')
    const detail = LoopDetail.parse(await jsonOf(await asAdmin(`/api/loops/${loop}`)))
    const draft = Graph.parse(detail.draft.graph)
    const nodes = draft.nodes.map((node) => (node.kind === 'trigger' ? { ...node, input: {} } : node))
    const graph = { ...draft, nodes }
    const ifMatch = { 'if-match': '"1"' }
    await jsonOf(
      await asAdmin(`/api/loops/${loop}/draft`, { method: 'PUT', json: { graph }, headers: ifMatch }),
    )
    const request = { method: 'POST', json: { revision: 2, note: 'Takes it' } }
    await jsonOf(await asAdmin(`/api/loops/${loop}/versions`, request), 201)
    const { run } = await runOf(await post(loop, headers))
    await expectRepeat(await post(loop, { ...headers, 'idempotency-key': 'other' }), run)
  })

  it('is one call for any order of keys, times and numbers of shards', async () => {
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          time: fc.integer({ min: 0, max: 3 }),
          key: fc.option(fc.integer({ min: 0, max: 2 })),
        }),
      },
      { weight: 1, arbitrary: fc.record({ shards: fc.constantFrom(1, 2, 4, 5) }) },
    )
    const now = Date.now()
    const property = fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), async (steps) => {
      const { loop } = await signedLoop('stripe')
      const [byTime, byKey] = [new Map<number, string>(), new Map<number, string>()]
      for (const each of steps) {
        if ('shards' in each) {
          await spread(loop, each.shards)
          continue
        }
        const { time, key } = each
        const keyed: Headers = key === null ? {} : { 'idempotency-key': `key-${key}` }
        const answer = await post(loop, { ...signed('stripe', { now: now - time * 1000 }), ...keyed })
        const known = byTime.get(time) ?? (key === null ? undefined : byKey.get(key))
        const replayed = answer.headers.get('idempotency-replayed') === 'true'
        const { run } = await runOf(answer)
        expect(replayed).toBe(known !== undefined)
        if (known === undefined && key !== null) byKey.set(key, run)
        expect(run).toBe(known ?? run)
        byTime.set(time, run)
      }
      expect((await runsOf(loop)).toSorted()).toEqual([...new Set(byTime.values())].toSorted())
    })
    await fc.assert(property, { numRuns: 8 })
  })

  it('is forgotten when its signature is too old to be taken', async () => {
    const { loop } = await signedLoop('stripe')
    const kept = () =>
      runInDurableObject(
        env.RUN_SHARD.get(env.RUN_SHARD.idFromName(`${loop}/0`)),
        (_, { storage }) =>
          storage.sql.exec<{ rows: number }>('SELECT count(*) AS rows FROM signatures').one().rows,
      )
    const now = Date.now()
    for (const seconds of [0, 1, 2])
      await runOf(await post(loop, signed('stripe', { now: now - seconds * 1000 })))
    expect(await kept()).toBe(3)
    const clock = vi.spyOn(Date, 'now').mockReturnValue(now + 361_000)
    try {
      await runOf(await post(loop, signed('stripe', { now: now + 361_000 })))
      expect(await kept()).toBe(1)
    } finally {
      clock.mockRestore()
    }
  })

  it('is remembered as long as its signature is taken', async () => {
    const { loop } = await signedLoop('stripe')
    const now = Date.now()
    const headers = signed('stripe', { now })
    const { run } = await runOf(await post(loop, { ...headers, 'idempotency-key': 'first' }))
    const clock = vi.spyOn(Date, 'now').mockReturnValue(now + 299_000)
    try {
      // What another call that is accepted forgets, it forgets now.
      await runOf(await post(loop, signed('stripe', { now: now + 299_000 })))
      await expectRepeat(await post(loop, { ...headers, 'idempotency-key': 'other' }), run)
    } finally {
      clock.mockRestore()
    }
  })
})

describe('a shard that keeps whose a signed call is', () => {
  it('knows a newer number of shards: nobody who does not takes the call', async () => {
    const { loop } = await signedLoop('stripe')
    await spread(loop, 4)
    const deployment = valueOf(await loopOf(env, loop).deployment())
    const placement = { shards: 5, former: [...deployment.placement.former, 4] }
    const rolloutRevision = deployment.rolloutRevision + 1
    await shardOf(env, loop, 2).deploy({ ...deployment, placement, rolloutRevision })
    const times = Array.from({ length: 60 }, (_, n) => Math.floor(Date.now() / 1000) - n)
    const keptThere = times.find((time) => shardForKey(sha256Hex(`${time}.${body}`), 4) === 2) ?? 0
    const key = ['a', 'b', 'c', 'd', 'e'].find((each) => shardForKey(`key:${each}`, 4) !== 2) ?? ''
    const headers = { ...signed('stripe', { now: keptThere * 1000 }), 'idempotency-key': key }
    await expectProblem(await post(loop, headers), 'queue-full')
    expect(await runsOf(loop)).toEqual([])
  })

  it('leaves it to one, and to none that knows less than itself', async () => {
    const { loop } = await signedLoop('stripe')
    await spread(loop, 4)
    const { revision } = await routingOf(loop)
    const signature = { mark: 'the mark', until: Date.now() + 300_000 }
    const keeper = shardOf(env, loop, 2)
    expect(await keeper.takerOf(signature, null, revision)).toEqual({ at: null, revision })
    expect(await keeper.takerOf(signature, 3, revision - 1)).toEqual({ at: null, revision })
    expect(await keeper.takerOf(signature, 3, revision)).toEqual({ at: 3, revision })
    expect(await keeper.takerOf(signature, 1, revision)).toEqual({ at: 3, revision })
  })
})

/** What a shard tells of the loop to a caller that knows nothing. */
async function routingOf(loop: string) {
  const answer = await shardOf(env, loop, 2).invoke({
    body: new TextEncoder().encode(body),
    headers: new Map(Object.entries({ 'content-type': 'application/json', ...signed('stripe') })),
    method: 'POST',
    trace: { id: `${'0'.repeat(31)}1`, span: `${'0'.repeat(15)}1` },
    prefer: null,
    pin: null,
    revision: -1,
  })
  const routing = answer.ok ? answer.value.routing : null
  if (!routing) throw new Error('The shard told nothing')
  return routing
}

describe('a call whose signature has no time', () => {
  it('runs again under another delivery id, which nothing signs, unless the trigger’s own key is over the body', async () => {
    const headers = signed('github')
    const send = async (loop: string, id: string) =>
      (await runOf(await post(loop, { ...headers, 'x-github-delivery': id }))).run
    const { loop: plain } = await signedLoop('github')
    expect(await send(plain, 'a')).not.toBe(await send(plain, 'b'))
    const { loop: keyed } = await signedLoop('github', { dedupe: 'input.n' })
    expect(await send(keyed, 'a')).toBe(await send(keyed, 'b'))
  })
})
