import { exports } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { apiLimits } from '../../shared/api/limits.ts'
import type { ProblemCode } from '../../shared/api/problem.ts'
import { aProgram } from '../support/programs.ts'
import { deploy, echoAction, freshName } from './support/deploy.ts'
import { asAdmin, call, hook, jsonOf, origin, runOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'
import { answersWith, aTarget } from './support/target.ts'

const json = { 'content-type': 'application/json' }

/** A body of which some comes and then nothing, until it is let go on. */
function stalled(bytes: number) {
  let goOn = () => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(`"${'x'.repeat(bytes - 1)}`))
      goOn = () => {
        controller.enqueue(new TextEncoder().encode('"'))
        controller.close()
      }
    },
  })
  return { body, goOn: () => goOn() }
}

/** Past `call`, which reads a refusal whole: its end waits for the body. */
const send = (path: string, body: ReadableStream, headers: Record<string, string> = {}) =>
  (exports as unknown as { default: Fetcher }).default.fetch(`${origin}${path}`, {
    method: 'POST',
    body,
    headers: { ...json, ...headers },
  })

async function bearerLoop(): Promise<string> {
  const secret = `slow_${crypto.randomUUID().replaceAll('-', '')}`
  await jsonOf(await asAdmin(`/api/secrets/${secret}`, { method: 'PUT', json: { value: 'the-token' } }))
  const trigger = { ...aProgram().trigger, auth: { scheme: 'bearer' as const, secret } }
  return deploy({ trigger, actions: { act: echoAction() } })
}

/** A loop that takes no more runs, until its target answers. */
async function fullLoop(dedupe: string | null = null) {
  const target = await aTarget()
  await target.answers([{ type: 'hold' }], answersWith(200))
  const loop = await deploy({
    trigger: { ...aProgram().trigger, dedupe },
    limits: { ...aProgram().limits, queue: 1 },
    actions: { act: echoAction({}, { host: target.host }) },
  })
  const { run } = await runOf(await hook(loop, 'first', { 'idempotency-key': 'first' }))
  return { loop, run, target }
}

describe('a body that has not ended', () => {
  /** The refusal, which is there before the body is. */
  async function expectRefusal(
    code: ProblemCode,
    path: string,
    { headers = {}, bytes = 10 }: { headers?: Record<string, string>; bytes?: number } = {},
  ) {
    const { body, goOn } = stalled(bytes)
    const refused = await send(path, body, headers)
    const reader = refused.body?.getReader()
    // What follows the document is only there to take what the sender still sends.
    const { value } = (await reader?.read()) ?? {}
    await reader?.cancel()
    goOn()
    await expectProblem(new Response(value, refused), code)
    return refused
  }

  it('is not waited for where there is no such loop', async () => {
    await expectRefusal('loop-not-found', `/hooks/${freshName()}`)
  })

  it('is not waited for past what one may have', async () => {
    const loop = await deploy({ actions: { act: echoAction() } })
    const refused = await expectRefusal('body-too-large', `/hooks/${loop}`, {
      bytes: apiLimits.bodyBytes + 1,
    })
    expect(refused.headers.get('pavane-body-limit')).toBe(String(apiLimits.bodyBytes))
  })

  it('is not waited for where its type or encoding is refused', async () => {
    const path = `/hooks/${await deploy({ actions: { act: echoAction() } })}`
    await expectRefusal('unsupported-media-type', path, { headers: { 'content-type': 'text/plain' } })
    await expectRefusal('unsupported-media-type', path, { headers: { 'content-encoding': 'gzip' } })
  })

  it('is not waited for from whoever lacks the token', async () => {
    const path = `/hooks/${await bearerLoop()}`
    await expectRefusal('signature-invalid', path)
    await expectRefusal('signature-invalid', path, { headers: { authorization: 'Bearer other' } })
    await expectRefusal('unauthenticated', '/api/loops')
  })

  it('is not waited for from whoever guessed too often how to sign in', async () => {
    const headers = { 'cf-connecting-ip': '198.51.100.9' }
    const guess = { method: 'POST', json: { token: 'guess' }, headers }
    for (let tried = 0; tried < apiLimits.failedSignInsPerMinute; tried += 1)
      await expectProblem(await call('/api/session', guess), 'unauthenticated')
    const refused = await expectRefusal('too-many-attempts', '/api/session', { headers })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('is not waited for where there is no room', async () => {
    const { loop, target } = await fullLoop()
    const refused = await expectRefusal('queue-full', `/hooks/${loop}`)
    expect(refused.headers.get('retry-after')).not.toBeNull()
    await target.letGo()
  })
})

describe('a body that comes slowly', () => {
  /** Lets the body go on after whoever asks ahead has had its answer: then that changed nothing. */
  const slowly = async (path: string, headers: Record<string, string> = {}) => {
    const { body, goOn } = stalled(6)
    const answered = send(path, body, headers)
    await scheduler.wait(800)
    goOn()
    return answered
  }

  it('is taken like any other', async () => {
    const loop = await deploy({ actions: { act: echoAction() } })
    expect((await runOf(await slowly(`/hooks/${loop}`))).input).toBe('xxxxx')
    const token = { authorization: 'Bearer the-token' }
    expect((await slowly(`/hooks/${await bearerLoop()}`, token)).status).toBe(202)
  })

  it('is waited for where it may be the call of a run that there is', async () => {
    const { loop, target } = await fullLoop()
    const key = { 'idempotency-key': 'first' }
    await expectProblem(await slowly(`/hooks/${loop}`, key), 'key-reused')
    const own = await fullLoop('"one"')
    const repeated = await slowly(`/hooks/${own.loop}`)
    expect(repeated.headers.get('idempotency-replayed')).toBe('true')
    expect((await runOf(repeated)).run).toBe(own.run)
    await target.letGo()
    await own.target.letGo()
  })
})
