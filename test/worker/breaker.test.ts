import { describe, expect, it } from 'vitest'
import { Breakers } from '../../worker/effects/Breakers.ts'
import { shardOf } from '../../worker/objects/ports.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { ended, env, eventsOf, hook, runOf } from './support/edge.ts'
import { answersWith, aTarget } from './support/target.ts'

const once = { maxAttempts: 1, initialSeconds: 0, factor: 1, maxSeconds: 0, jitter: 'none' as const }

describe('a host’s breaker', () => {
  it('opens after failures in a row, keeps calls from the host, lets one try, and closes', async () => {
    const target = await aTarget()
    await target.answers([answersWith(503), { type: 'drop' }])
    const breaker = { failures: 2, withinSeconds: 60, openSeconds: 3600 }
    const name = await deploy({
      actions: { act: echoAction({ breaker, retry: once }, { host: target.host }) },
    })
    const errorOf = async () => {
      const { run } = await runOf(await hook(name, {}))
      await ended(run)
      const failed = (await eventsOf(run)).find((event) => event.type === 'step.failed')
      return failed?.type === 'step.failed' ? failed.data.error : null
    }
    expect(await errorOf()).toMatchObject({ class: 'http', status: 503 })
    expect(await errorOf()).toMatchObject({ class: 'network' })
    const held = await errorOf()
    expect(held).toMatchObject({ class: 'circuit', retryable: true, mayHaveHappened: false })
    expect(held?.retryAfterMs).toBeGreaterThan(0)
    expect(held?.retryAfterMs).toBeLessThanOrEqual(3_600_000)
    expect(await target.requests()).toHaveLength(2)
    const { breakers } = await shardOf(env, name, 0).status()
    expect(breakers).toMatchObject([{ host: target.host, is: 'open' }])
  })

  it('makes a step wait until one may try, and the try closes it', async () => {
    const target = await aTarget()
    await target.answers([answersWith(500)])
    const breaker = { failures: 1, withinSeconds: 60, openSeconds: 1 }
    const retry = { ...once, maxAttempts: 3 }
    const name = await deploy({ actions: { act: echoAction({ breaker, retry }, { host: target.host }) } })
    const { run } = await runOf(await hook(name, {}))
    expect((await ended(run)).outcome).toBe('succeeded')
    expect(await target.requests()).toHaveLength(2)
    const events = await eventsOf(run)
    const classes = events.flatMap((event) => (event.type === 'step.retried' ? [event.data.error.class] : []))
    expect(classes).toEqual(['http', 'circuit'])
  })

  it('counts no refusal', async () => {
    const target = await aTarget()
    await target.answers([answersWith(404), answersWith(422)])
    const breaker = { failures: 1, withinSeconds: 60, openSeconds: 60 }
    const name = await deploy({
      actions: { act: echoAction({ breaker, retry: once }, { host: target.host }) },
    })
    for (let n = 0; n < 3; n += 1) await ended((await runOf(await hook(name, { n }))).run)
    expect(await target.requests()).toHaveLength(3)
  })
})

describe('breakers of a shard', () => {
  const settings = { failures: 2, withinSeconds: 10, openSeconds: 5 }

  it('are kept a host and settings each, and every call of the host counts for all of them', () => {
    let now = 1000
    const breakers = new Breakers(() => now)
    const strict = { ...settings, failures: 1 }
    expect(breakers.ask('api', settings)).toEqual({ may: true })
    expect(breakers.ask('api', strict)).toEqual({ may: true })
    breakers.tell('api', false)
    expect(breakers.ask('api', strict)).toEqual({ may: false, retryAfterMs: 5000 })
    expect(breakers.ask('api', settings)).toEqual({ may: true })
    expect(breakers.ask('api', null)).toEqual({ may: true })
    expect(breakers.ask('other', strict)).toEqual({ may: true })
    expect(breakers.heldBackMs('api')).toBe(5000)
    expect(breakers.notClosed()).toEqual([{ host: 'api', is: 'open', until: 6000 }])
    now = 6000
    expect(breakers.heldBackMs('api')).toBeNull()
    expect(breakers.ask('api', strict)).toEqual({ may: true })
    expect(breakers.ask('api', strict)).toEqual({ may: false, retryAfterMs: 5000 })
    breakers.tell('api', true)
    expect(breakers.notClosed()).toEqual([])
  })
})
