import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { SecretInfo } from '../../shared/api/workspace.ts'
import { shardOf, workspaceOf } from '../../worker/objects/ports.ts'
import { aProgram } from '../support/programs.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { asAdmin, call, env, jsonOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

type Scheme = 'github' | 'standard-webhooks' | 'stripe' | 'bearer'

/** A loop whose callers must sign; its name. */
async function signedLoop(scheme: Scheme, value: string): Promise<string> {
  const secret = `signing_${crypto.randomUUID().replaceAll('-', '')}`
  await jsonOf(await asAdmin(`/api/secrets/${secret}`, { method: 'PUT', json: { value } }))
  const trigger = { ...aProgram().trigger, auth: { scheme, secret } }
  return deploy({ trigger, actions: { act: echoAction() } })
}

const post = (loop: string, body: string, headers: Record<string, string>) =>
  call(`/hooks/${loop}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  })

describe('GitHub’s signature', () => {
  // The example of GitHub's own documentation.
  const secret = "It's a Secret to Everybody"
  it('agrees with the published example', () => {
    const signature = createHmac('sha256', secret).update('Hello, World!').digest('hex')
    expect(signature).toBe('757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17')
  })

  const body = '{"action":"opened","n":"ü"}'
  const signed = (text: string, key = secret) => ({
    'x-hub-signature-256': `sha256=${createHmac('sha256', key).update(text).digest('hex')}`,
  })

  it('lets through what verifies', async () => {
    expect((await post(await signedLoop('github', secret), body, signed(body))).status).toBe(202)
  })

  it.for([
    ['a changed body', signed(`${body} `)],
    ['another key', signed(body, 'other')],
    ['none', {}],
    ['the old kind', { 'x-hub-signature': 'sha1=00' }],
    ['one without its prefix', { 'x-hub-signature-256': signed(body)['x-hub-signature-256'].slice(7) }],
    ['one that is cut short', { 'x-hub-signature-256': signed(body)['x-hub-signature-256'].slice(0, -1) }],
    ['its prefix alone', { 'x-hub-signature-256': 'sha256=' }],
  ] as [string, Record<string, string>][])('refuses %s', async ([, headers]) => {
    await expectProblem(await post(await signedLoop('github', secret), body, headers), 'signature-invalid')
  })

  it('is checked before anything is parsed', async () => {
    const refused = await post(await signedLoop('github', secret), '{broken', {})
    expect(refused.headers.get('www-authenticate')).toBe('Signature realm="github"')
    await expectProblem(refused, 'signature-invalid')
  })
})

describe('Standard Webhooks’ signature', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const body = '{"test": 2432232314}'

  function signed(at = new Date(), id = `msg_${crypto.randomUUID()}`, text = body): Record<string, string> {
    const timestamp = String(Math.floor(at.getTime() / 1000))
    const signature = new Webhook(secret).sign(id, at, text)
    return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }
  }

  it('agrees with the specification’s example', () => {
    const signature = new Webhook(secret).sign(
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      new Date(1_614_265_330_000),
      body,
    )
    expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  it('lets through what verifies, also among other signatures', async () => {
    const loop = await signedLoop('standard-webhooks', secret)
    expect((await post(loop, body, signed())).status).toBe(202)
    const headers = signed()
    headers['webhook-signature'] = `v1,AAAA ${headers['webhook-signature']}`
    expect((await post(loop, body, headers)).status).toBe(202)
  })

  it('is over the body exactly as it came, a byte order mark included', async () => {
    const loop = await signedLoop('standard-webhooks', secret)
    const marked = `\ufeff${body}`
    await expectProblem(await post(loop, marked, signed()), 'signature-invalid')
    expect((await post(loop, marked, signed(new Date(), 'msg_marked', marked))).status).toBe(202)
  })

  const minutes = (n: number) => new Date(Date.now() + n * 60_000)
  const cut = (headers: Record<string, string>, end: number) => ({
    ...headers,
    'webhook-signature': (headers['webhook-signature'] ?? '').slice(0, end),
  })
  it.for([
    ['a changed body', signed(new Date(), 'msg_1', '{}')],
    ['a time six minutes ago', signed(minutes(-6))],
    ['a time six minutes ahead', signed(minutes(6))],
    ['another id', { ...signed(), 'webhook-id': 'msg_other' }],
    ['no id', { 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' }],
    ['one that is cut short', cut(signed(), -1)],
    ['one that is empty', cut(signed(), 3)],
    ['its version alone', cut(signed(), 2)],
  ] as [string, Record<string, string>][])('refuses %s', async ([, headers]) => {
    await expectProblem(
      await post(await signedLoop('standard-webhooks', secret), body, headers),
      'signature-invalid',
    )
  })

  it('gives a repeated delivery the first run', async () => {
    const loop = await signedLoop('standard-webhooks', secret)
    const headers = signed()
    const first = await post(loop, body, headers)
    const again = await post(loop, body, headers)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(again.headers.get('location')).toBe(first.headers.get('location'))
  })

  it('says so when the workspace’s secret can’t be one', async () => {
    await expectProblem(
      await post(await signedLoop('standard-webhooks', 'not base64!'), body, signed()),
      'configuration-missing',
    )
  })
})

describe('Stripe’s signature', () => {
  const secret = 'whsec_stripe_test'
  const body = '{"type":"charge.refunded","n":"ü"}'
  const now = () => Math.floor(Date.now() / 1000)
  const sign = (time: number, text = body, key = secret) =>
    createHmac('sha256', key).update(`${time}.${text}`).digest('hex')
  const header = (value: string) => ({ 'stripe-signature': value })

  it('lets through what verifies, also among other signatures and schemes', async () => {
    const loop = await signedLoop('stripe', secret)
    const time = now()
    expect((await post(loop, body, header(`t=${time},v1=${sign(time)}`))).status).toBe(202)
    const among = `t=${time},v0=00,v1=${'0'.repeat(64)}, v1=${sign(time)}`
    expect((await post(loop, body, header(among))).status).toBe(202)
  })

  it.for([
    ['a changed body', `t=${now()},v1=${sign(now(), '{}')}`],
    ['another key', `t=${now()},v1=${sign(now(), body, 'other')}`],
    ['a time six minutes ago', `t=${now() - 360},v1=${sign(now() - 360)}`],
    ['a time six minutes ahead', `t=${now() + 360},v1=${sign(now() + 360)}`],
    ['another time than was signed', `t=${now() - 1},v1=${sign(now())}`],
    ['no time', `v1=${sign(now())}`],
    ['an old scheme alone', `t=${now()},v0=${sign(now())}`],
    ['one that is cut short', `t=${now()},v1=${sign(now()).slice(0, -1)}`],
    ['one that is empty', `t=${now()},v1=`],
    ['nothing', ''],
  ] as [string, string][])('refuses %s', async ([, value]) => {
    await expectProblem(
      await post(await signedLoop('stripe', secret), body, header(value)),
      'signature-invalid',
    )
  })
})

describe('a secret that is being replaced', () => {
  async function put(secret: string, json: { value: string; keepPreviousSeconds?: number }, loop?: string) {
    const info = SecretInfo.parse(
      await jsonOf(await asAdmin(`/api/secrets/${secret}`, { method: 'PUT', json })),
    )
    // The catalogue doesn't know this loop, so nobody else tells its shard.
    if (loop !== undefined) await shardOf(env, loop, 0).configure(await workspaceOf(env).settings('any'))
    return info
  }
  const bearer = (value: string) => ({ authorization: `Bearer ${value}` })

  async function loopWith(secret: string): Promise<string> {
    const trigger = { ...aProgram().trigger, auth: { scheme: 'bearer' as const, secret } }
    return deploy({ trigger, actions: { act: echoAction() } })
  }

  it('is taken in both values as long as was asked for, and then in the new one alone', async () => {
    const secret = `rotated_${crypto.randomUUID().replaceAll('-', '')}`
    await put(secret, { value: 'old' })
    const loop = await loopWith(secret)
    const info = await put(secret, { value: 'new', keepPreviousSeconds: 60 }, loop)
    expect(info.previousUntil).toBe(info.updatedAt + 60_000)
    expect((await post(loop, '{}', bearer('old'))).status).toBe(202)
    expect((await post(loop, '{}', bearer('new'))).status).toBe(202)
    const refused = await post(loop, '{}', bearer('older'))
    expect(refused.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
    await expectProblem(refused, 'signature-invalid')
    vi.spyOn(Date, 'now').mockReturnValue(info.updatedAt + 60_000)
    await expectProblem(await post(loop, '{}', bearer('old')), 'signature-invalid')
    expect((await post(loop, '{}', bearer('new'))).status).toBe(202)
  })

  it('is worth nothing in its old value where nothing was asked for, or it was replaced once more', async () => {
    const secret = `rotated_${crypto.randomUUID().replaceAll('-', '')}`
    await put(secret, { value: 'first' })
    const loop = await loopWith(secret)
    const second = await put(secret, { value: 'second', keepPreviousSeconds: 60 }, loop)
    expect(second.previousUntil).not.toBeNull()
    expect((await put(secret, { value: 'third' }, loop)).previousUntil).toBeNull()
    await expectProblem(await post(loop, '{}', bearer('first')), 'signature-invalid')
    await expectProblem(await post(loop, '{}', bearer('second')), 'signature-invalid')
    expect((await post(loop, '{}', bearer('third'))).status).toBe(202)
  })
})

describe('a hook’s bearer token', () => {
  it('lets its owner through and nobody else', async () => {
    const loop = await signedLoop('bearer', 'the-hook-token')
    expect((await post(loop, '{}', { authorization: 'Bearer the-hook-token' })).status).toBe(202)
    for (const other of ['other', 'the-hook-toke', 'the-hook-token2', 't'])
      await expectProblem(await post(loop, '{}', { authorization: `Bearer ${other}` }), 'signature-invalid')
    await expectProblem(await post(loop, '{}', {}), 'signature-invalid')
  })
})

describe('a hook whose secret is not set', () => {
  it('takes no call', async () => {
    const trigger = { ...aProgram().trigger, auth: { scheme: 'github' as const, secret: 'never_set' } }
    await expectProblem(await post(await deploy({ trigger }), '{}', {}), 'configuration-missing')
  })
})
