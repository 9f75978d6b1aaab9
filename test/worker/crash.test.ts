import { evictDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { EventPage } from '../../shared/api/runs.ts'
import { verifyChain } from '../../shared/audit/verifyChain.ts'
import type { EventType, RunEvent } from '../../shared/engine/event.ts'
import { aStep, aVerifier } from '../support/programs.ts'
import { kill, shardObject } from './support/crash.ts'
import { callsOf, deploy, echoAction } from './support/deploy.ts'
import { asAdmin, ended, hook, jsonOf, runOf } from './support/edge.ts'
import { misbehave } from './support/sandbox.ts'

async function logOf(run: string): Promise<RunEvent[]> {
  return EventPage.parse(await jsonOf(await asAdmin(`/api/runs/${run}/events`))).events
}

const typesOf = (events: RunEvent[]): EventType[] => events.map(({ type }) => type)

/** Waits until the sandbox has got so many calls of a run: an effect has left. */
async function called(run: string, times: number): Promise<void> {
  while ((await callsOf(run)).length < times) await scheduler.wait(5)
}

describe('a shard that loses its memory', () => {
  const steps = [aStep('first'), aStep('second'), aStep('third')]

  it.for([0, 1, 2])('goes on when the answer to step %i was on its way', async (at) => {
    const paths = ['/one', '/two', '/three'].map((path) => `${path}-${crypto.randomUUID()}`)
    await misbehave({ path: paths[at] ?? '', behave: { type: 'delay', ms: 20_000 } })
    const actions = Object.fromEntries(paths.map((path, index) => [`act${index}`, echoAction({}, { path })]))
    const strategy = {
      type: 'sequence' as const,
      steps: steps.map((step, index) => ({
        ...step,
        action: `act${index}`,
        after: index > 0 ? [steps[index - 1]?.id ?? ''] : [],
      })),
    }
    const name = await deploy({ actions, strategy })
    const { run } = await runOf(await hook(name, { at }))
    await called(run, at + 1)
    const before = await logOf(run)
    await kill(name)
    await ended(run)
    const log = await logOf(run)
    expect(log.slice(0, before.length)).toEqual(before)
    expect(typesOf(log).filter((type) => type === 'step.succeeded')).toHaveLength(3)
    expect(verifyChain(log)).toMatchObject({ ok: true, count: log.length })
    const calls = await callsOf(run)
    expect(calls.filter(({ effect }) => effect)).toHaveLength(3)
    expect(calls.filter(({ did }) => did === 'replayed')).toHaveLength(1)
  })

  it('wakes by its alarm alone and finishes what was under way', async () => {
    const path = `/alarm-${crypto.randomUUID()}`
    await misbehave({ path, behave: { type: 'delay', ms: 20_000 } })
    const name = await deploy({ actions: { act: echoAction({}, { path }) } })
    const { run } = await runOf(await hook(name, {}))
    await called(run, 1)
    await kill(name)
    // Nothing asks the shard for anything: only its alarm can wake it.
    await called(run, 2)
    expect((await ended(run)).outcome).toBe('succeeded')
  })

  it('never repeats what can’t be repeated: it is uncertain', async () => {
    const path = `/once-${crypto.randomUUID()}`
    await misbehave({ path, behave: { type: 'delay', ms: 20_000 } })
    // Without a key the sandbox can't tell whose call it is, so the body says it.
    const act = echoAction({ idempotency: 'none' }, { path, body: { run: '{{ run.id }}' } })
    const name = await deploy({ actions: { act } })
    const { run } = await runOf(await hook(name, {}))
    await callsTo(path, 1)
    await kill(name)
    expect((await ended(run)).outcome).toBe('bailed')
    expect(typesOf(await logOf(run))).toContain('step.uncertain')
    expect(await callsTo(path, 1)).toBe(1)
  })

  it('keeps the time of a retry', async () => {
    const path = `/retry-${crypto.randomUUID()}`
    await misbehave({ path, behave: { type: 'fail', status: 503 } })
    const retry = { maxAttempts: 3, initialSeconds: 1.5, factor: 1, maxSeconds: 2, jitter: 'none' as const }
    const name = await deploy({ actions: { act: echoAction({ retry }, { path }) } })
    const { run } = await runOf(await hook(name, {}))
    while (!typesOf(await logOf(run)).includes('step.retried')) await scheduler.wait(5)
    await kill(name)
    expect((await ended(run)).outcome).toBe('succeeded')
    const log = await logOf(run)
    const retried = log.find((event) => event.type === 'step.retried')
    const succeeded = log.find((event) => event.type === 'step.succeeded')
    expect(succeeded?.at).toBeGreaterThanOrEqual(
      retried?.type === 'step.retried' ? retried.data.notBefore : Infinity,
    )
  })

  it('undoes what it had begun to undo, once', async () => {
    const undoPath = `/undo-${crypto.randomUUID()}`
    const failPath = `/fails-${crypto.randomUUID()}`
    await misbehave({ path: undoPath, behave: { type: 'delay', ms: 20_000 } })
    await misbehave({ path: failPath, behave: { type: 'fail', status: 422 } })
    const actions = {
      act: echoAction({ reversibility: 'compensable', undo: { action: 'undo', args: {} } }),
      fails: echoAction({}, { path: failPath }),
      undo: echoAction({ reversibility: 'pure' }, { path: undoPath }),
    }
    const strategy = {
      type: 'sequence' as const,
      steps: [aStep('first'), { ...aStep('second', { action: 'fails' }), after: ['first'] }],
    }
    const name = await deploy({ actions, strategy, verifiers: { verify: aVerifier() } })
    const { run } = await runOf(await hook(name, {}))
    await callsTo(undoPath, 1)
    await kill(name)
    expect((await ended(run)).outcome).toBe('rolled-back')
    const undos = (await callsOf(run)).filter(({ path }) => path === undoPath)
    expect(undos.map(({ did }) => did)).toEqual(['delayed', 'replayed'])
  })
})

/** Waits until a path was called so often; how often it was. */
async function callsTo(path: string, times: number): Promise<number> {
  for (;;) {
    const { calls } = (await jsonOf(await asAdmin('/api/sandbox/calls?limit=200'))) as {
      calls: { path: string }[]
    }
    const count = calls.filter((call) => call.path === path).length
    if (count >= times) return count
    await scheduler.wait(5)
  }
}

describe('a shard that is evicted', () => {
  it('has the same log afterwards and goes on with it', async () => {
    const path = `/evicted-${crypto.randomUUID()}`
    await misbehave({ path, behave: { type: 'delay', ms: 2000 } })
    const name = await deploy({ actions: { act: echoAction({}, { path }) } })
    const { run } = await runOf(await hook(name, {}))
    await called(run, 1)
    const before = await logOf(run)
    await evictDurableObject(shardObject(name))
    await ended(run)
    expect((await logOf(run)).slice(0, before.length)).toEqual(before)
  })
})

describe('what a run costs', () => {
  it('is a row for each turn and few besides', async () => {
    const name = await deploy({ actions: { act: echoAction() } })
    const response = await hook(name, {}, { prefer: 'wait=10', 'idempotency-key': 'k' })
    expect(response.status).toBe(200)
    // Two turns, the run twice, its place among the unfinished in and out, and the key.
    expect(Number(response.headers.get('pavane-rows-written'))).toBeLessThanOrEqual(7)
  })
})
