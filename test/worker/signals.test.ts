import { describe, expect, it } from 'vitest'
import { apiLimits } from '../../shared/api/limits.ts'
import { anAction, aProgram, aStep } from '../support/programs.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { asAdmin, ended, eventsOf, hook, runOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'
import { aTarget } from './support/target.ts'

const post = (run: string, json: unknown, headers: Record<string, string> = {}) =>
  asAdmin(`/api/runs/${run}/signals`, { method: 'POST', json, headers })

const outcomes = {
  done: { title: 'Done', status: 'succeeded' as const, body: '{{ steps.paid.output }}' },
  undone: { title: 'Undone', status: 'rolled-back' as const, body: null },
  human: { title: 'Human', status: 'bailed' as const, body: null },
  safe: { title: 'Safe', status: 'bailed' as const, body: null },
}

const paid = (event = 'paid', match?: string) =>
  anAction({
    reversibility: 'pure',
    idempotency: 'native',
    call: {
      uses: 'wait',
      for: { type: 'event', event, timeoutSeconds: 600, ...(match === undefined ? {} : { match }) },
    },
  })

async function waiting(event?: string, match?: string): Promise<string> {
  const strategy = { type: 'sequence' as const, steps: [aStep('paid')] }
  const name = await deploy({ actions: { act: paid(event, match) }, strategy, outcomes })
  const { run } = await runOf(await hook(name, { order: 7 }))
  while (!(await eventsOf(run)).some(({ type }) => type === 'step.started')) await scheduler.wait(5)
  return run
}

describe('an event that is posted to a run', () => {
  it('ends the wait for it, and is the wait’s output', async () => {
    const run = await waiting('paid', 'event.data.order == input.order')
    const other = await runOf(await post(run, { id: 'other', name: 'paid', data: { order: 8 } }))
    expect(other.waits).toMatchObject([{ for: 'event', step: 'paid', event: 'paid' }])
    expect(other.waits[0]?.until).toBeGreaterThan(other.acceptedAt)
    await runOf(await post(run, { id: 'p-1', name: 'paid', data: { order: 7 } }))
    expect(await ended(run)).toMatchObject({
      outcome: 'succeeded',
      body: { id: 'p-1', name: 'paid', data: { order: 7 }, by: 'admin' },
      waits: [],
    })
  })

  it('is still what a run waits for that others have driven out of memory', async () => {
    const strategy = { type: 'sequence' as const, steps: [aStep('paid')] }
    const limits = { ...aProgram().limits, concurrency: 1000 }
    const name = await deploy({ actions: { act: paid() }, strategy, outcomes, limits })
    const { run } = await runOf(await hook(name, 0))
    const others = Array.from({ length: 500 }, (_, n) => hook(name, n + 1))
    for (const each of await Promise.all(others)) await each.text()
    const { waits } = await runOf(await asAdmin(`/api/runs/${run}`), 200)
    expect(waits).toMatchObject([{ for: 'event', step: 'paid', event: 'paid' }])
  })

  it('is kept for a wait that begins later', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'hold' }])
    const name = await deploy({
      actions: { act: paid(), before: echoAction({}, { host: target.host }) },
      strategy: {
        type: 'sequence',
        steps: [aStep('first', { action: 'before' }), aStep('paid', { after: ['first'] })],
      },
      outcomes,
    })
    const { run } = await runOf(await hook(name, {}))
    await target.requests({ count: 1 })
    await runOf(await post(run, { name: 'paid', data: 42 }))
    await target.letGo()
    expect(await ended(run)).toMatchObject({ outcome: 'succeeded', body: { data: 42 } })
  })

  it('counts once, by its id or by the caller’s key', async () => {
    const run = await waiting('never')
    for (const headers of [{}, { 'idempotency-key': '"k-1"' }]) {
      const json = 'idempotency-key' in headers ? { name: 'noted' } : { id: 'n-1', name: 'noted' }
      const first = await post(run, json, headers)
      const again = await post(run, json, headers)
      expect([first.status, again.status]).toEqual([202, 202])
      expect(first.headers.get('idempotency-replayed')).toBeNull()
      expect(again.headers.get('idempotency-replayed')).toBe('true')
    }
    const received = (await eventsOf(run)).filter(({ type }) => type === 'signal.received')
    expect(received).toHaveLength(2)
  })

  it('is taken for the same also when the run has ended of it, so that a lost answer can be asked for again', async () => {
    const run = await waiting()
    await runOf(await post(run, { id: 'p-1', name: 'paid' }))
    await ended(run)
    const again = await post(run, { id: 'p-1', name: 'paid' })
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([202, 'true'])
    await expectProblem(await post(run, { id: 'p-2', name: 'paid' }), 'conflict')
  })

  it('may be a CloudEvent: its type is the name, and its source and id say whether it is the same', async () => {
    const run = await waiting('com.example.paid')
    const event = { specversion: '1.0', id: '1', source: '/a', type: 'com.example.noted', data: { n: 1 } }
    const type = { 'content-type': 'application/cloudevents+json' }
    await runOf(await post(run, event, type))
    expect((await post(run, event, type)).headers.get('idempotency-replayed')).toBe('true')
    expect((await post(run, { ...event, source: '/b' }, type)).headers.get('idempotency-replayed')).toBeNull()
    await runOf(await post(run, { ...event, source: '/c', type: 'com.example.paid' }, type))
    expect(await ended(run)).toMatchObject({
      body: { id: '/c#1', name: 'com.example.paid', data: { n: 1 } },
    })
    await expectProblem(await post(run, { ...event, specversion: '0.3' }, type), 'invalid-request')
    await expectProblem(await post(run, { ...event, data_base64: 'AAAA' }, type), 'invalid-request')
  })

  it('is refused where it can’t be taken', async () => {
    const run = await waiting('never')
    await expectProblem(await post(run, { name: 'no spaces' }), 'invalid-request')
    await expectProblem(
      await post(run, { name: 'noted', data: 'x'.repeat(apiLimits.bodyBytes) }),
      'body-too-large',
    )
    await expectProblem(
      await post(
        run.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        { name: 'noted' },
      ),
      'run-not-found',
    )
    await asAdmin(`/api/runs/${run}/cancel`, { method: 'POST', json: { reason: 'Done', compensate: false } })
    await ended(run)
    await expectProblem(await post(run, { name: 'noted' }), 'conflict')
  })

  it('is refused, to be sent again, when the run keeps as many as it may', async () => {
    const run = await waiting('never')
    let answer = await post(run, { name: 'noted' })
    for (let n = 0; n < 1000 && answer.status === 202; n += 1) answer = await post(run, { name: 'noted' })
    expect(answer.headers.get('retry-after')).toBe('5')
    await expectProblem(answer, 'too-many-signals')
  })
})
