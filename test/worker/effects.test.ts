import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { EventPage } from '../../shared/api/runs.ts'
import type { ProgramAction } from '../../shared/compile/program.ts'
import type { EffectError } from '../../shared/engine/effectError.ts'
import type { HttpCall } from '../../shared/graph/nodes/action.ts'
import { anAction, aStep, stepsInAnyOrder } from '../support/programs.ts'
import { callsOf, deploy, echoAction } from './support/deploy.ts'
import { asAdmin, ended, env, eventsOf, hook, jsonOf, runOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'
import { misbehave } from './support/sandbox.ts'

async function runWith(over: Partial<ProgramAction>, callOver: Partial<HttpCall> = {}, input: unknown = {}) {
  const name = await deploy({ actions: { act: echoAction(over, callOver) } })
  const { run } = await runOf(await hook(name, input))
  const detail = await ended(run)
  const { events } = EventPage.parse(await jsonOf(await asAdmin(`/api/runs/${run}/events`)))
  return { run, detail, events }
}

/** The error that the one step of a run failed with. */
async function failureOf(
  over: Partial<ProgramAction>,
  callOver: Partial<HttpCall> = {},
): Promise<EffectError> {
  const { events } = await runWith(over, callOver)
  const failed = events.find((event) => event.type === 'step.failed' || event.type === 'step.uncertain')
  if (failed?.type !== 'step.failed' && failed?.type !== 'step.uncertain')
    throw new Error('The step did not fail')
  return failed.data.error
}

const fresh = (name: string) => `/${name}-${crypto.randomUUID()}`

describe('a step', () => {
  it('sends its key and its trace', async () => {
    const { run, events } = await runWith({})
    const [call] = await callsOf(run)
    expect(call?.key).toBe(`${run}/1/first`)
    const succeeded = events.find((event) => event.type === 'step.succeeded')
    expect(succeeded).toMatchObject({
      data: {
        output: {
          status: 200,
          body: { headers: { traceparent: expect.stringContaining(succeeded?.trace ?? '?') } },
        },
      },
    })
  })

  it('fails when its target takes longer than it may', async () => {
    const path = fresh('stalls')
    await misbehave({ path, behave: { type: 'stall' } })
    expect(await failureOf({ timeoutSeconds: 0.3 }, { path })).toMatchObject({
      class: 'timeout',
      retryable: true,
      mayHaveHappened: true,
    })
  })

  it('follows no redirect', async () => {
    const path = fresh('moved')
    await misbehave({ path, behave: { type: 'respond', status: 302, body: null } })
    expect(await failureOf({}, { path })).toMatchObject({ class: 'http', status: 302, retryable: false })
  })

  it('takes a status that it says it takes', async () => {
    const path = fresh('gone')
    await misbehave({ path, behave: { type: 'respond', status: 404, body: { gone: true } } })
    expect((await runWith({}, { path, accepts: [404] })).detail.outcome).toBe('succeeded')
  })

  it('retries what can be retried, with one key, and the target does it once', async () => {
    const path = fresh('flaky')
    await misbehave({ path, times: 2, behave: { type: 'fail', status: 503 } })
    const retry = { maxAttempts: 3, initialSeconds: 0, factor: 1, maxSeconds: 0, jitter: 'none' as const }
    const { run, detail } = await runWith({ retry }, { path })
    expect(detail.outcome).toBe('succeeded')
    const calls = await callsOf(run)
    expect(calls.map(({ did }) => did)).toEqual(['failed', 'failed', 'effect'])
    expect(new Set(calls.map(({ key }) => key)).size).toBe(1)
  })

  it('waits as long as the target asks', async () => {
    const path = fresh('busy')
    await misbehave({ path, behave: { type: 'fail', status: 429, retryAfterSeconds: 1 } })
    const retry = { maxAttempts: 2, initialSeconds: 0, factor: 1, maxSeconds: 5, jitter: 'none' as const }
    const { events } = await runWith({ retry }, { path })
    const retried = events.find((event) => event.type === 'step.retried')
    const succeeded = events.find((event) => event.type === 'step.succeeded')
    expect((succeeded?.at ?? 0) - (retried?.at ?? 0)).toBeGreaterThanOrEqual(990)
  })

  it('that reaches nobody says so', async () => {
    await asAdmin('/api/hosts/nobody', { method: 'PUT', json: { baseUrl: 'http://127.0.0.1:65535' } })
    expect(await failureOf({}, { host: 'nobody' })).toMatchObject({ class: 'network', retryable: true })
  })

  it('never leaves for a link-local address', async () => {
    const json = { baseUrl: 'http://169.254.169.254/latest' }
    await expectProblem(await asAdmin('/api/hosts/metadata', { method: 'PUT', json }), 'invalid-request')
    // One that an older release took.
    await runInDurableObject(env.WORKSPACE.get(env.WORKSPACE.idFromName('default')), (_, { storage }) => {
      storage.sql.exec('INSERT INTO hosts VALUES (?, ?, 0)', 'metadata', json.baseUrl)
    })
    expect(await failureOf({}, { host: 'metadata' })).toMatchObject({
      class: 'policy',
      retryable: false,
      mayHaveHappened: false,
    })
  })

  it('names the host that is missing', async () => {
    expect(await failureOf({}, { host: 'never_set' })).toMatchObject({
      class: 'configuration',
      message: expect.stringContaining('never_set'),
    })
  })

  it('computes without calling anyone', async () => {
    const { detail, events } = await runWith(
      { call: { uses: 'transform', value: { twice: '{{ input.n * 2 }}' } } },
      {},
      { n: 21 },
    )
    expect(detail.outcome).toBe('succeeded')
    expect(events.find((event) => event.type === 'step.succeeded')).toMatchObject({
      data: { output: { twice: 42 } },
    })
  })

  it('whose result is too large to be recorded fails, and the run goes on', async () => {
    const text = 'x'.repeat(700_000)
    const thrice = { uses: 'transform' as const, value: ['{{ input }}', '{{ input }}', '{{ input }}'] }
    const { events, detail } = await runWith({ call: thrice }, {}, text)
    expect(detail).toMatchObject({ status: 'ended', outcome: 'rolled-back' })
    expect(events.find((event) => event.type === 'step.failed')).toMatchObject({
      data: { error: { class: 'limit' } },
    })
  })
})

describe('a run', () => {
  it('whose first turn is too large to be recorded is refused', async () => {
    const args = { a: '{{ input }}', b: '{{ input }}', c: '{{ input }}' }
    const name = await deploy({
      actions: { act: echoAction() },
      strategy: stepsInAnyOrder(aStep('first', { args })),
    })
    await expectProblem(await hook(name, 'x'.repeat(700_000)), 'body-too-large')
  })

  it('is accepted when only what is computed in its first turn leads to what is too large', async () => {
    const args = Object.fromEntries(
      Array.from({ length: 25 }, (_, n) => [`a${n}`, '{{ steps.first.output }}']),
    )
    const name = await deploy({
      actions: {
        act: anAction({ call: { uses: 'transform', value: '{{ input }}' } }),
        other: echoAction(),
      },
      strategy: stepsInAnyOrder(aStep('first'), aStep('second', { action: 'other', after: ['first'], args })),
    })
    const { run } = await runOf(await hook(name, 'x'.repeat(90_000)))
    expect(await ended(run)).toMatchObject({ status: 'ended', outcome: 'rolled-back' })
    const failed = (await eventsOf(run)).find((event) => event.type === 'step.failed')
    expect(failed).toMatchObject({ data: { step: 'first', error: { class: 'limit' } } })
  })
})
