import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Alert, AlertList, type AlertNotice, type AlertRule } from '../../shared/api/alerts.ts'
import { ChangeList } from '../../shared/api/changes.ts'
import { AlertEvent } from '../../shared/callback/alertEvent.ts'
import { signingKey } from './support/callbacks.ts'
import { asAdmin, ended, env, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'
import { aSecret } from './support/secret.ts'
import { answersWith, aTarget, type Target } from './support/target.ts'

const hourMs = 3_600_000
const alertsObject = () => env.ALERTS.get(env.ALERTS.idFromName('default'))

const list = async () => AlertList.parse(await jsonOf(await asAdmin('/api/alerts')))

/** The names of the alerts of a test: other tests share its workspace. */
const names: string[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  for (const name of names.splice(0)) await asAdmin(`/api/alerts/${name}`, { method: 'DELETE' })
})

async function anAlert(
  target: Target,
  over: Partial<AlertRule>,
  name = `a${crypto.randomUUID().slice(0, 8)}`,
) {
  const rule = {
    title: 'A probe',
    loop: null,
    measure: 'failure-rate',
    threshold: 0.5,
    windowHours: 1,
    to: { host: target.host, path: '/alerts', secret: await aSecret(signingKey) },
    ...over,
  }
  names.push(name)
  await jsonOf(await asAdmin(`/api/alerts/${name}`, { method: 'PUT', json: rule }))
  return name
}

const stateOf = async (name: string): Promise<Alert['states']> =>
  (await list()).alerts.find(({ alert }) => alert === name)?.states ?? []

/** What an alert told, newest first, once that holds of the newest. */
async function noticesOf(name: string, holds: (newest: AlertNotice) => boolean): Promise<AlertNotice[]> {
  for (;;) {
    const notices = (await list()).notices.filter(({ alert }) => alert === name)
    if (notices[0] && holds(notices[0])) return notices
    await scheduler.wait(5)
  }
}

/** Lets the alarm ring, which the object set itself, so much later. */
async function ringAfter(ms: number) {
  const later = Date.now() + ms
  vi.spyOn(Date, 'now').mockReturnValue(later)
  expect(await runDurableObjectAlarm(alertsObject())).toBe(true)
}

/** Ends the object as a crash does. */
async function kill() {
  const killed = runInDurableObject(alertsObject(), (_, state) => state.abort('killed by a test'))
  await expect(killed).rejects.toThrow('killed by a test')
}

const failing = async (runs: number) => {
  const target = await aTarget()
  await target.answers([], answersWith(418))
  const act = { call: { uses: 'http', host: target.host, method: 'POST', path: '/', body: {} } } as const
  const loop = await publish(aGraph({ act }))
  for (let run = 0; run < runs; run += 1) await ended((await runOf(await hook(loop, {}))).run)
  return loop
}

const received = ({ body, headers }: { body: string; headers: Record<string, string> }) =>
  AlertEvent.parse(new Webhook(signingKey).verify(body, headers))

describe('an alert', () => {
  it('tells that a loop fails and that it is well again, signed, once each', async () => {
    const target = await aTarget()
    const loop = await failing(5)
    const name = await anAlert(target, { loop })
    expect(await stateOf(name)).toMatchObject([{ loop, state: 'firing', value: 1 }])
    const [first] = await target.requests({ count: 1 })
    if (!first) throw new Error('Nothing was sent')
    expect(first.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8')
    const event = received(first)
    expect(event).toMatchObject({
      id: first.headers['webhook-id'],
      type: 'pavane.alert.firing',
      source: `/loops/${loop}`,
      subject: name,
      data: { loop, value: 1, threshold: 0.5, message: 'A probe: 100 % of runs do not succeed.' },
    })
    await noticesOf(name, ({ delivery }) => delivery.status === 'delivered')

    // Still so a minute later: nobody is told again.
    await ringAfter(61_000)
    expect(await stateOf(name)).toMatchObject([{ state: 'firing' }])
    // The runs have left the window.
    await ringAfter(3 * hourMs)
    expect(await stateOf(name)).toMatchObject([{ state: 'ok', value: null }])
    const requests = await target.requests({ count: 2 })
    expect(requests.map((each) => AlertEvent.parse(JSON.parse(each.body)).type)).toEqual([
      'pavane.alert.firing',
      'pavane.alert.resolved',
    ])
  })

  it('of every loop stands at each by itself, and says nothing of those that are well', async () => {
    const target = await aTarget()
    const [bad, good] = [await failing(5), await publish(aGraph())]
    const name = await anAlert(target, {})
    const states = await stateOf(name)
    expect(states.find(({ loop }) => loop === bad)).toMatchObject({ state: 'firing' })
    expect(states.find(({ loop }) => loop === good)).toMatchObject({ state: 'ok' })
    const notices = await noticesOf(name, () => true)
    expect(notices.map(({ loop }) => loop)).not.toContain(good)
  })

  it('can watch for no run at all', async () => {
    const target = await aTarget()
    const loop = await publish(aGraph())
    const name = await anAlert(target, { loop, measure: 'started', threshold: 1 })
    expect(await stateOf(name)).toMatchObject([{ state: 'firing', value: 0 }])
    await ended((await runOf(await hook(loop, {}))).run)
    await ringAfter(61_000)
    expect(await stateOf(name)).toMatchObject([{ state: 'ok', value: 1 }])
  })

  it('can watch for an approval that waits', async () => {
    const target = await aTarget()
    const graph = aGraph()
    const asks = {
      id: 'ask',
      title: 'Ask',
      at: 'plan',
      when: 'true',
      effect: 'require-approval',
      message: 'Look.',
    }
    const loop = await publish({ ...graph, policies: [asks] } as typeof graph)
    await runOf(await hook(loop, {}))
    const name = await anAlert(target, { loop, measure: 'oldest-approval', threshold: 60_000 })
    expect(await stateOf(name)).toMatchObject([{ state: 'ok' }])
    await ringAfter(120_000)
    expect(await stateOf(name)).toMatchObject([{ state: 'firing' }])
  })

  it('tells again until it is taken, also after its object lost its memory', async () => {
    const target = await aTarget()
    // So late that nothing but the alarm is left to think of it.
    await target.answers([answersWith(500, {}, { 'retry-after': '3600' })], answersWith(204))
    const name = await anAlert(target, { loop: 'not-there' })
    await jsonOf(await asAdmin(`/api/alerts/${name}/test`, { method: 'POST' }), 202)
    const [failed] = await noticesOf(name, ({ delivery }) => delivery.tries === 1)
    expect(failed).toMatchObject({ kind: 'test', delivery: { status: 'waiting', last: { status: 500 } } })
    await kill()
    await ringAfter(13 * hourMs)
    const [taken] = await noticesOf(name, ({ delivery }) => delivery.status === 'delivered')
    expect(taken).toMatchObject({ kind: 'test', delivery: { tries: 2, last: { status: 204 } } })
    const requests = await target.requests({ count: 2 })
    expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(AlertEvent.parse(JSON.parse(requests[0]?.body ?? ''))).toMatchObject({ type: 'pavane.alert.test' })
  })

  it('is noted in the log of changes with what it was before', async () => {
    const target = await aTarget()
    const name = await anAlert(target, { loop: 'not-there' })
    await anAlert(target, { loop: 'not-there', threshold: 0.9 }, name)
    await asAdmin(`/api/alerts/${name}?reason=Too+loud`, { method: 'DELETE' })
    const { changes } = ChangeList.parse(
      await jsonOf(await asAdmin(`/api/changes?kind=alert&subject=${name}`)),
    )
    expect(changes.map(({ what }) => what)).toEqual(['alert.deleted', 'alert.set', 'alert.set'])
    expect(changes[0]).toMatchObject({ reason: 'Too loud' })
    expect(changes[1]).toMatchObject({
      from: { value: expect.stringContaining('failure-rate 0.5 within 1 h') },
      to: { value: expect.stringContaining('failure-rate 0.9 within 1 h') },
    })
    expect(changes[2]).not.toHaveProperty('from')
  })

  it('is refused where it makes no sense', async () => {
    const put = (name: string, over: object) =>
      asAdmin(`/api/alerts/${name}`, {
        method: 'PUT',
        json: {
          title: 'A probe',
          loop: null,
          measure: 'queue-depth',
          threshold: 1,
          windowHours: 1,
          to: { host: 'h', path: '/', secret: 's' },
          ...over,
        },
      })
    await expectProblem(await put('Not-A-Name', {}), 'invalid-request')
    await expectProblem(await put('probe', { windowHours: 0 }), 'invalid-request')
    await expectProblem(
      await put('probe', { to: { host: 'h', path: '/../x', secret: 's' } }),
      'invalid-request',
    )
    await expectProblem(await asAdmin('/api/alerts/not_there/test', { method: 'POST' }), 'not-found')
    await expectProblem(await asAdmin('/api/alerts/not_there', { method: 'DELETE' }), 'not-found')
  })
})
