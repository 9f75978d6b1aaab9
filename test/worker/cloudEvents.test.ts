import { describe, expect, it } from 'vitest'
import type { EventOf } from '../../shared/engine/event.ts'
import { aProgram } from '../support/programs.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { call, ended, eventsOf, runOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'

const event = {
  specversion: '1.0',
  id: '4711',
  source: '/payments',
  type: 'com.example.refund',
  subject: 'order-1',
  time: '2026-11-26T12:00:00Z',
  traceflag: 1,
}
const data = { amount: 4200 }

const loop = (over: Parameters<typeof deploy>[0] = {}) => deploy({ actions: { act: echoAction() }, ...over })

const structured = (name: string, envelope: unknown, headers: Record<string, string> = {}) =>
  call(`/hooks/${name}`, {
    method: 'POST',
    body: JSON.stringify(envelope),
    headers: { 'content-type': 'application/cloudevents+json; charset=utf-8', ...headers },
  })

/** The event’s attributes as headers: HTTP protocol binding, section 3.1.3. */
const attributes = (of: Record<string, string | number>) =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [`ce-${name}`, String(value)]))

const binary = (name: string, headers: Record<string, string>, body?: string) =>
  call(`/hooks/${name}`, {
    method: 'POST',
    ...(body === undefined ? {} : { body }),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
  })

async function acceptedOf(response: Response): Promise<EventOf<'run.accepted'>['data']> {
  const { run } = await runOf(response)
  const [first] = await eventsOf(run)
  if (first?.type !== 'run.accepted') throw new Error('The log does not begin with run.accepted.')
  return first.data
}

describe('a CloudEvent in structured mode', () => {
  it('is a run over its data, with its attributes beside', async () => {
    const accepted = await acceptedOf(await structured(await loop(), { ...event, data }))
    expect(accepted.input).toEqual(data)
    expect(accepted.request.cloudEvent).toEqual(event)
  })

  it('may have no data', async () => {
    expect((await acceptedOf(await structured(await loop(), event))).input).toBeNull()
  })

  it.for([
    ['no id', { ...event, id: undefined }, '/id'],
    ['an empty source', { ...event, source: '' }, '/source'],
    ['another version', { ...event, specversion: '0.3' }, '/specversion'],
    ['a time that is none', { ...event, time: 'yesterday' }, '/time'],
    ['an attribute that is an object', { ...event, extra: {} }, '/extra'],
    ['binary data', { ...event, data_base64: 'AA==' }, '/data_base64'],
  ] as const)('is refused with %s, and told where', async ([, envelope, pointer]) => {
    const problem = await expectProblem(await structured(await loop(), envelope), 'invalid-request')
    expect(problem.errors?.[0]?.pointer).toBe(pointer)
  })

  it('is refused where it is no object, or a batch', async () => {
    const name = await loop()
    await expectProblem(await structured(name, [event]), 'invalid-request')
    const batch = { 'content-type': 'application/cloudevents-batch+json' }
    await expectProblem(await structured(name, [event], batch), 'unsupported-media-type')
  })
})

describe('a CloudEvent in binary mode', () => {
  it('is a run over the body, with the headers as its attributes', async () => {
    const { traceflag: _, ...standard } = event
    const response = await binary(await loop(), attributes(event), JSON.stringify(data))
    const accepted = await acceptedOf(response)
    expect(accepted.input).toEqual(data)
    expect(accepted.request.cloudEvent).toEqual({ ...standard, traceflag: '1' })
  })

  it('may have no body, and then has no content type', async () => {
    expect((await acceptedOf(await binary(await loop(), attributes(event)))).input).toBeNull()
  })

  it('has percent-encoded values read', async () => {
    const headers = { ...attributes(event), 'ce-subject': 'Euro%20%E2%82%AC%20100%25', 'ce-note': '100%' }
    const accepted = await acceptedOf(await binary(await loop(), headers, '{}'))
    expect(accepted.request.cloudEvent).toMatchObject({ subject: 'Euro € 100%', note: '100%' })
  })

  it('is refused without an id', async () => {
    const { 'ce-id': _, ...headers } = attributes(event)
    const problem = await expectProblem(await binary(await loop(), headers, '{}'), 'invalid-request')
    expect(problem.detail).toContain('ce-id')
  })
})

describe('an event that is sent again', () => {
  it('is known by its source and id together, in either mode', async () => {
    const name = await loop()
    const first = await structured(name, { ...event, data })
    const again = await binary(name, attributes(event), JSON.stringify(data))
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(again.headers.get('location')).toBe(first.headers.get('location'))
    const other = await structured(name, { ...event, source: '/refunds', data })
    expect(other.headers.get('location')).not.toBe(first.headers.get('location'))
  })
})

describe('expressions', () => {
  it('read the event, also for the trigger’s own key', async () => {
    const trigger = { ...aProgram().trigger, dedupe: 'request.cloudEvent.subject' }
    const action = echoAction({}, { body: { type: '{{ request.cloudEvent.type }}' } })
    const name = await loop({ trigger, actions: { act: action } })
    const first = await runOf(await structured(name, { ...event, data }))
    expect((await ended(first.run)).body).toEqual({ echoed: { type: event.type } })
    const again = await structured(name, { ...event, id: 'another', data })
    expect(again.headers.get('idempotency-replayed')).toBe('true')
  })
})
