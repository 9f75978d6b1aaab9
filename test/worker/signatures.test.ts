import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { aProgram } from '../support/programs.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { asAdmin, call, jsonOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'

type Scheme = 'github' | 'standard-webhooks' | 'bearer'

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
  ] as [string, Record<string, string>][])('refuses %s', async ([, headers]) => {
    await expectProblem(await post(await signedLoop('github', secret), body, headers), 'signature-invalid')
  })

  it('is checked before anything is parsed', async () => {
    await expectProblem(await post(await signedLoop('github', secret), '{broken', {}), 'signature-invalid')
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

  const minutes = (n: number) => new Date(Date.now() + n * 60_000)
  it.for([
    ['a changed body', signed(new Date(), 'msg_1', '{}')],
    ['a time six minutes ago', signed(minutes(-6))],
    ['a time six minutes ahead', signed(minutes(6))],
    ['another id', { ...signed(), 'webhook-id': 'msg_other' }],
    ['no id', { 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' }],
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

describe('a hook’s bearer token', () => {
  it('lets its owner through and nobody else', async () => {
    const loop = await signedLoop('bearer', 'the-hook-token')
    expect((await post(loop, '{}', { authorization: 'Bearer the-hook-token' })).status).toBe(202)
    await expectProblem(await post(loop, '{}', { authorization: 'Bearer other' }), 'signature-invalid')
    await expectProblem(await post(loop, '{}', {}), 'signature-invalid')
  })
})

describe('a hook whose secret is not set', () => {
  it('takes no call', async () => {
    const trigger = { ...aProgram().trigger, auth: { scheme: 'github' as const, secret: 'never_set' } }
    await expectProblem(await post(await deploy({ trigger }), '{}', {}), 'configuration-missing')
  })
})
