import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import type { EmitCall } from '../../shared/graph/nodes/action.ts'
import { anAction } from '../support/programs.ts'
import { deploy } from './support/deploy.ts'
import { ended, eventsOf, hook, runOf } from './support/edge.ts'
import { aSecret } from './support/secret.ts'
import { answersWith, aTarget } from './support/target.ts'

const signingKey = `whsec_${btoa('a key of thirty-two bytes, or so')}`
const retry = { maxAttempts: 3, initialSeconds: 0, factor: 1, maxSeconds: 0, jitter: 'none' as const }

const emitting = (over: Partial<EmitCall> & { host: string }) =>
  anAction({
    call: { uses: 'emit', path: '/events', type: 'com.example.noted', data: '{{ input }}', ...over },
    retry,
    secrets: over.secret === undefined ? [] : [over.secret],
  })

describe('an emitted event', () => {
  it('is a CloudEvent that Standard Webhooks verify, with the effect’s id', async () => {
    const target = await aTarget()
    const secret = await aSecret(signingKey)
    const call = { host: target.host, secret, subject: 'order/{{ input.order }}' }
    const name = await deploy({ actions: { act: emitting(call) } })
    const { run, trace } = await runOf(await hook(name, { order: 7 }))
    expect((await ended(run)).outcome).toBe('succeeded')
    const [got] = await target.requests({ count: 1 })
    if (!got) throw new Error('Nothing was sent')
    expect(got).toMatchObject({ method: 'POST', path: '/events' })
    expect(got.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8')
    expect(got.headers.traceparent).toContain(trace)
    expect(new Webhook(signingKey).verify(got.body, got.headers)).toEqual({
      specversion: '1.0',
      id: `${run}/1/first`,
      source: `/loops/${name}`,
      type: 'com.example.noted',
      subject: 'order/7',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      datacontenttype: 'application/json',
      data: { order: 7 },
    })
    expect(got.headers['webhook-id']).toBe(`${run}/1/first`)
    expect(() => new Webhook(signingKey).verify(got.body.replace('7', '8'), got.headers)).toThrow(
      'No matching signature found',
    )
    const done = (await eventsOf(run)).find((event) => event.type === 'step.succeeded')
    expect(done).toMatchObject({ data: { output: { id: `${run}/1/first`, status: 200 } } })
  })

  it('is the same to the byte when it is sent again', async () => {
    const target = await aTarget()
    await target.answers([answersWith(503), { type: 'drop' }])
    const name = await deploy({ actions: { act: emitting({ host: target.host }) } })
    const { run } = await runOf(await hook(name, { order: 7 }))
    expect((await ended(run)).outcome).toBe('succeeded')
    const sent = await target.requests({ count: 3 })
    expect(sent).toHaveLength(3)
    expect(new Set(sent.map(({ body }) => body)).size).toBe(1)
    expect(new Set(sent.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(sent[0]?.headers).not.toHaveProperty('webhook-signature')
  })

  it('does not leave when its secret can’t sign', async () => {
    const target = await aTarget()
    const secret = await aSecret('not base64!')
    const name = await deploy({ actions: { act: emitting({ host: target.host, secret }) } })
    const { run } = await runOf(await hook(name, {}))
    await ended(run)
    const failed = (await eventsOf(run)).find((event) => event.type === 'step.failed')
    expect(failed).toMatchObject({
      data: { error: { class: 'configuration', message: expect.stringContaining('base64') } },
    })
    expect(await target.requests()).toEqual([])
  })
})
