import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Callback, CallbackList } from '../../shared/api/callbacks.ts'
import { RunList } from '../../shared/api/runs.ts'
import type { Graph } from '../../shared/graph/graph.ts'
import { type LoopEvent, mostFollowing } from '../../shared/graph/loopEvent.ts'
import { type StartCall, shardOf, workspaceOf } from '../../worker/objects/ports.ts'
import { plainTrigger } from '../support/programs.ts'
import { shardObject } from './support/crash.ts'
import { deploy, echoAction, freshName } from './support/deploy.ts'
import { asAdmin, ended, env, eventsOf, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const following = (loop: string, over: Partial<LoopEvent> = {}): LoopEvent => ({
  id: 'after',
  loop,
  outcomes: ['succeeded'],
  input: { order: '{{ event.input.order }}', from: '{{ event.run }}', got: '{{ event.body.got }}' },
  ...over,
})

const aFollower = (loop: string, over: Partial<LoopEvent> = {}, graph: Partial<Graph> = {}) =>
  publish({ ...aGraph({ trigger: { on: [following(loop, over)] } }), ...graph })

const runsOf = async (loop: string) =>
  RunList.parse(await jsonOf(await asAdmin(`/api/loops/${loop}/runs`))).runs

async function callbackWhen(run: string, holds: (callback: Callback) => boolean): Promise<Callback> {
  for (;;) {
    const response = await asAdmin(`/api/runs/${run}/callbacks`)
    const [found] = CallbackList.parse(await jsonOf(response)).callbacks
    if (found && holds(found)) return found
    await scheduler.wait(5)
  }
}

const isIn = (status: Callback['status']) => (callback: Callback) => callback.status === status

async function startedBy(run: string): Promise<string> {
  const { target } = await callbackWhen(run, isIn('delivered'))
  return (target.type === 'loop' && target.started) || ''
}

const cancel = (run: string) =>
  asAdmin(`/api/runs/${run}/cancel`, { method: 'POST', json: { reason: 'Enough', compensate: false } })

const waiting = { call: { uses: 'wait' as const, for: { type: 'duration' as const, seconds: 3600 } } }

describe('a loop that listens to another', () => {
  it('starts a run when one of the other ended, with the input that it makes of it, in one trace', async () => {
    const first = await publish(aGraph())
    const second = await aFollower(first)
    const { run, trace } = await runOf(await hook(first, { order: 7 }))
    const next = await startedBy(run)
    const detail = await ended(next)
    expect(detail).toMatchObject({
      loop: second,
      trace,
      outcome: 'succeeded',
      input: { order: 7, from: run, got: { order: 7 } },
    })
    const [accepted] = await eventsOf(next)
    expect(accepted?.data).toMatchObject({
      request: {
        source: 'event',
        by: null,
        after: { run, loop: first, outcome: 'succeeded', on: 'after', depth: 1 },
      },
    })
    expect(await runsOf(second)).toHaveLength(1)
  })

  it('takes the whole event where it says nothing of the input, and knows who started the first run', async () => {
    const first = await publish(aGraph())
    const event = { id: 'after', loop: first, outcomes: ['succeeded' as const] }
    await publish(aGraph({ trigger: { on: [event] } }))
    const start = { method: 'POST', json: { input: { order: 7 } } }
    const { run } = await runOf(await asAdmin(`/api/loops/${first}/runs`, start))
    const next = await ended(await startedBy(run))
    expect(next.input).toMatchObject({ run, loop: first, outcome: 'succeeded', input: { order: 7 } })
    const [accepted] = await eventsOf(next.run)
    expect(accepted?.data).toMatchObject({ request: { by: 'admin' } })
  })

  it('hears of the ends that it names alone, also of a cancelled one', async () => {
    const first = await publish(aGraph({ act: { ...waiting, idempotency: 'native' } }))
    const second = await aFollower(first, { outcomes: ['cancelled'], input: '{{ event.outcome }}' })
    const third = await aFollower(first, { outcomes: ['succeeded', 'failed'] })
    const { run } = await runOf(await hook(first, { order: 7 }))
    await jsonOf(await cancel(run), 202)
    expect((await ended(await startedBy(run))).input).toBe('cancelled')
    expect(await runsOf(second)).toHaveLength(1)
    expect(await runsOf(third)).toEqual([])
  })

  it('starts one run for one end, however often it is asked for', async () => {
    const first = await publish(aGraph())
    const second = await aFollower(first)
    const { run } = await runOf(await hook(first, { order: 7 }))
    const next = await startedBy(run)
    // As after a crash between the start there and the record of it here.
    await runInDurableObject(shardObject(first), async (_, state) => {
      state.storage.sql.exec("UPDATE callbacks SET status = 'waiting', due_at = 0")
      await state.storage.setAlarm(Date.now())
      await state.storage.sync()
      state.abort('killed by a test')
    }).catch(() => null)
    await callbackWhen(run, ({ attempts }) => attempts.length === 2)
    expect(await startedBy(run)).toBe(next)
    expect(await runsOf(second)).toHaveLength(1)
  })

  it('starts it once there is room', async () => {
    const first = await publish(aGraph())
    const act = { ...waiting, idempotency: 'native' as const }
    const second = await publish({
      ...aGraph({ trigger: { on: [following(first)] }, act }),
      limits: { queue: 1, durationSeconds: 7200 },
    })
    const held = await runOf(await hook(second, {}))
    const { run } = await runOf(await hook(first, { order: 7 }))
    const callback = await callbackWhen(run, ({ attempts }) => attempts.length === 1)
    expect(callback).toMatchObject({
      status: 'waiting',
      attempts: [{ error: expect.stringMatching(/under way/) }],
    })
    await jsonOf(await cancel(held.run), 202)
    const now = vi.spyOn(Date, 'now').mockReturnValue(callback.nextAt ?? 0)
    await runDurableObjectAlarm(shardObject(first))
    expect(await startedBy(run)).toContain(second)
    now.mockRestore()
  })

  it('is asked again when its queue says that there may be room', async () => {
    const first = await publish(aGraph())
    const admission = { rate: { count: 1, seconds: 1800 } }
    const second = await publish({
      ...aGraph({ trigger: { on: [following(first)], admission } }),
      limits: { queue: 1, durationSeconds: 7200 },
    })
    await runOf(await hook(second, {}))
    const held = await runOf(await hook(second, {}))
    const { run } = await runOf(await hook(first, { order: 7 }))
    const { attempts, nextAt } = await callbackWhen(run, ({ tries }) => tries === 1)
    const [refused] = attempts
    const waits = (nextAt ?? 0) - (refused?.at ?? 0) - (refused?.ms ?? 0)
    expect(waits).toBeGreaterThan(1_790_000)
    expect(waits).toBeLessThanOrEqual(1_800_000)
    await jsonOf(await cancel(held.run), 202)
  })

  it('starts nothing for an end that its stable version does not listen to, whoever says so', async () => {
    const first = await publish(aGraph())
    const second = await aFollower(first)
    const endedRun = `${first}.0.00000000-0000-7000-8000-000000000000`
    const told = (after: Partial<NonNullable<StartCall['after']>>) =>
      shardOf(env, second, 0).start({
        input: { run: endedRun, input: { order: 7 }, body: { got: 7 } },
        version: null,
        by: null,
        key: crypto.randomUUID(),
        after: { run: endedRun, loop: first, outcome: 'succeeded', on: 'after', depth: 1, ...after },
        trace: { id: '0'.repeat(32), span: '0'.repeat(16) },
        prefer: null,
        revision: -1,
      })
    for (const other of [{ outcome: 'failed' as const }, { loop: second }, { on: 'another' }])
      expect(await told(other)).toMatchObject({ ok: false, refusal: { code: 'conflict' } })
    expect(await runsOf(second)).toEqual([])
    expect(await told({})).toMatchObject({ ok: true, value: { at: 'here' } })
  })

  it('is told at once, and once, where its own trigger refuses the input', async () => {
    const first = await publish(aGraph())
    const input = { type: 'object', properties: { order: { type: 'string' } } }
    const second = await publish(aGraph({ trigger: { on: [following(first)], input } }))
    const { run } = await runOf(await hook(first, { order: 7 }))
    const dead = await callbackWhen(run, isIn('dead'))
    expect(dead.attempts).toMatchObject([{ error: expect.stringContaining(second) }])
    expect(await runsOf(second)).toEqual([])
  })

  it('hears of nothing any more once its new version does not listen, or it is gone', async () => {
    const first = await publish(aGraph())
    const second = await aFollower(first)
    const third = await aFollower(first)
    const { draft } = (await jsonOf(await asAdmin(`/api/loops/${second}`))) as {
      draft: { revision: number }
    }
    const put = {
      method: 'PUT',
      json: { graph: aGraph({ name: second }) },
      headers: { 'if-match': `"${draft.revision}"` },
    }
    await jsonOf(await asAdmin(`/api/loops/${second}/draft`, put))
    const publication = { method: 'POST', json: { revision: draft.revision + 1, note: '' } }
    await jsonOf(await asAdmin(`/api/loops/${second}/versions`, publication), 201)
    expect((await asAdmin(`/api/loops/${third}`, { method: 'DELETE' })).status).toBe(204)
    const { run } = await runOf(await hook(first, { order: 7 }))
    await ended(run)
    const { callbacks } = CallbackList.parse(await jsonOf(await asAdmin(`/api/runs/${run}/callbacks`)))
    expect(callbacks).toEqual([])
  })
})

describe('loops that lead back to themselves', () => {
  const tryToPublish = async (graph: Graph) => {
    const { name } = graph
    const known = await asAdmin(`/api/loops/${name}`)
    if (!known.ok) await jsonOf(await asAdmin('/api/loops', { method: 'POST', json: { name, graph } }), 201)
    const { draft } = (await jsonOf(await asAdmin(`/api/loops/${name}`))) as { draft: { revision: number } }
    const put = { method: 'PUT', json: { graph }, headers: { 'if-match': `"${draft.revision}"` } }
    await jsonOf(await asAdmin(`/api/loops/${name}/draft`, put))
    const request = { method: 'POST', json: { revision: draft.revision + 1, note: '' } }
    return asAdmin(`/api/loops/${name}/versions`, request)
  }
  const expectCycle = async (response: Response) => {
    const problem = await expectProblem(response, 'graph-invalid')
    expect(problem.errors).toMatchObject([{ code: 'event-cycle', at: { field: '/on/0/loop' } }])
  }

  it('are refused, one alone and a ring of three', async () => {
    const name = freshName()
    await expectCycle(await tryToPublish(aGraph({ name, trigger: { on: [following(name)] } })))
    const first = await publish(aGraph())
    const second = await aFollower(first)
    const third = await aFollower(second)
    await expectCycle(await tryToPublish(aGraph({ name: first, trigger: { on: [following(third)] } })))
  })

  it('end after a number of runs all the same', async () => {
    const loop = freshName()
    const on = [following(loop, { input: {} })]
    await deploy({
      name: loop,
      actions: { act: echoAction({ call: { uses: 'transform', value: 1 } }) },
      outcomes: {
        done: { title: 'Done', status: 'succeeded', body: null },
        undone: { title: 'Undone', status: 'rolled-back', body: null },
        human: { title: 'Human', status: 'bailed', body: null },
        safe: { title: 'Safe', status: 'bailed', body: null },
      },
      trigger: { node: 'start', to: 'plan', ...plainTrigger, on },
    })
    await workspaceOf(env).addLoop(loop, 'test')
    await workspaceOf(env).noteListening(loop, on)
    let { run } = await runOf(await hook(loop, {}))
    for (let depth = 0; depth < mostFollowing; depth += 1) run = await startedBy(run)
    const last = await callbackWhen(run, isIn('dead'))
    expect(last.attempts).toMatchObject([{ error: expect.stringContaining('too many') }])
    expect(await runsOf(loop)).toHaveLength(mostFollowing + 1)
  })
})
