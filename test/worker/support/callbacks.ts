import { runDurableObjectAlarm } from 'cloudflare:test'
import { vi } from 'vitest'
import { type Callback, CallbackList, CallbackPage } from '../../../shared/api/callbacks.ts'
import type { ProgramTrigger } from '../../../shared/compile/program.ts'
import type { Callbacks } from '../../../shared/graph/callback.ts'
import { workspaceOf } from '../../../worker/objects/ports.ts'
import { anAction, plainTrigger } from '../../support/programs.ts'
import { shardObject } from './crash.ts'
import { deploy } from './deploy.ts'
import { asAdmin, env, jsonOf } from './edge.ts'
import { aSecret } from './secret.ts'
import { type Target } from './target.ts'

export const signingKey = `whsec_${btoa('a key of thirty-two bytes, or so')}`
export const day = 24 * 3_600_000

/** A loop that computes its answer and tells its callbacks. */
export async function telling(callbacks: Callbacks, over: Partial<ProgramTrigger> = {}): Promise<string> {
  const loop = await deploy({
    actions: { act: anAction({ call: { uses: 'transform', value: { paid: '{{ input.order }}' } } }) },
    outcomes: {
      done: { title: 'Done', status: 'succeeded', body: '{{ steps.first.output }}' },
      undone: { title: 'Undone', status: 'rolled-back', body: null },
      human: { title: 'Human', status: 'bailed', body: null },
      safe: { title: 'Safe', status: 'bailed', body: null },
    },
    trigger: { node: 'start', to: 'plan', ...plainTrigger, callbacks, ...over },
  })
  await workspaceOf(env).addLoop(loop, 'test')
  return loop
}

export async function tellingTo(target: Target, over: Partial<Callbacks['to'][number]> = {}) {
  const secret = await aSecret(signingKey)
  return telling({ secret, to: [{ host: target.host, path: '/ended', ...over }] })
}

export const callbacksOf = async (run: string) =>
  CallbackList.parse(await jsonOf(await asAdmin(`/api/runs/${run}/callbacks`))).callbacks

export const deadOf = async (loop: string) =>
  CallbackPage.parse(await jsonOf(await asAdmin(`/api/callbacks?loop=${loop}`)))

/** The one callback of a run, once that holds of it. */
export async function callbackWhen(run: string, holds: (callback: Callback) => boolean): Promise<Callback> {
  for (;;) {
    const [found] = await callbacksOf(run)
    if (found && holds(found)) return found
    await scheduler.wait(5)
  }
}

export const isIn = (status: Callback['status']) => (callback: Callback) => callback.status === status
export const hasTried = (times: number) => (callback: Callback) => callback.attempts.length === times

/** Lets the shard's alarm ring at that time, and waits until what it sends is recorded. */
export async function ringAt(loop: string, run: string, time: number, tries: number): Promise<Callback> {
  const now = vi.spyOn(Date, 'now').mockReturnValue(time)
  await runDurableObjectAlarm(shardObject(loop))
  const found = await callbackWhen(run, hasTried(tries))
  now.mockRestore()
  return found
}

export const ask = (callback: Callback, what: 'redeliver' | 'discard', reason = 'It is repaired.') =>
  asAdmin(`/api/runs/${callback.run}/callbacks/${callback.callback}/${what}`, {
    method: 'POST',
    json: { reason },
  })
