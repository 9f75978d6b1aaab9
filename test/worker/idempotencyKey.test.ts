import { describe, expect, it } from 'vitest'
import { apiLimits } from '../../shared/api/limits.ts'
import { valueOf } from '../../worker/http/problem.ts'
import { type StartCall, shardOf } from '../../worker/objects/ports.ts'
import { aProgram } from '../support/programs.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { asAdmin, call, ended, env, hook, jsonOf, runOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'
import { aTarget } from './support/target.ts'

const actions = { act: echoAction() }

/** A loop whose run waits at a target until that is let go. */
async function held() {
  const target = await aTarget()
  await target.answers([], { type: 'hold' })
  return deploy({ actions: { act: echoAction({}, { host: target.host, path: '/hold' }) } })
}

// draft-ietf-httpapi-idempotency-key-header-07, by section.
describe('an Idempotency-Key', () => {
  it('2.1: is a string of structured fields; its parameters do not count, and bare text is taken as it is', async () => {
    const name = await deploy({ actions })
    const first = await runOf(await hook(name, {}, { 'idempotency-key': '"8e03978e"' }))
    for (const same of ['"8e03978e";a=1', '8e03978e', '  "8e03978e"  '])
      expect((await runOf(await hook(name, {}, { 'idempotency-key': same }))).run).toBe(first.run)
    const escaped = await runOf(await hook(name, {}, { 'idempotency-key': '"a\\"b"' }))
    expect((await runOf(await hook(name, {}, { 'idempotency-key': 'a"b' }))).run).toBe(escaped.run)
  })

  it('2.2: belongs to one loop', async () => {
    const sent = { 'idempotency-key': 'k' }
    const first = await runOf(await hook(await deploy({ actions }), {}, sent))
    expect((await runOf(await hook(await deploy({ actions }), {}, sent))).run).not.toBe(first.run)
  })

  it('2.2: of a hook, whose callers may be strangers, is none of a start by hand, nor one of these a schedule’s', async () => {
    const name = await deploy({ actions })
    const start = async (by: Partial<StartCall>) => {
      const trace = { id: '0'.repeat(32), span: '0'.repeat(16) }
      const call = { input: {}, version: null, by: null, key: 'k', trace, prefer: null, revision: -1 }
      const placed = valueOf(await shardOf(env, name, 0).start({ ...call, ...by }))
      return placed.at === 'here' ? placed.started.run.run : ''
    }
    const [scheduledFor, by] = ['2026-11-26T12:00:00Z', 'me']
    const runs = [(await runOf(await hook(name, {}, { 'idempotency-key': 'k' }))).run]
    runs.push(await start({ by }), await start({ scheduledFor }))
    expect(new Set(runs).size).toBe(3)
    expect([await start({ by }), await start({ scheduledFor })]).toEqual(runs.slice(1))
  })

  it('2.4: comes with one payload, byte for byte', async () => {
    const name = await deploy({ actions })
    const send = (body: string) =>
      call(`/hooks/${name}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'idempotency-key': 'k' },
      })
    await runOf(await send('{"n":1}'))
    expect((await send('{"n":1}')).headers.get('idempotency-replayed')).toBe('true')
    await expectProblem(await send('{"n": 1}'), 'key-reused')
  })

  it('2.6: gives the first answer again once there is one, whatever it was', async () => {
    const name = await deploy({ actions: { act: echoAction({}, { host: 'nowhere-at-all' }) } })
    const headers = { 'idempotency-key': 'k', prefer: 'wait=10' }
    const first = await hook(name, {}, headers)
    const again = await hook(name, {}, headers)
    expect(again.headers.get('pavane-outcome')).toBe(first.headers.get('pavane-outcome'))
    expect(again.headers.get('pavane-outcome')).not.toBe('succeeded')
    expect([again.status, await again.text()]).toEqual([first.status, await first.text()])
  })

  it('2.6: of a call under way gives its run at once, or 409 to whom waited and in vain', async () => {
    const name = await held()
    const key = { 'idempotency-key': 'k' }
    const { run } = await runOf(await hook(name, {}, key))
    expect((await runOf(await hook(name, {}, key))).run).toBe(run)
    const waited = await hook(name, {}, { ...key, prefer: 'wait=1' })
    expect(waited.headers.get('location')).toBe(`/api/runs/${run}`)
    expect(Number(waited.headers.get('retry-after'))).toBeGreaterThan(0)
    await expectProblem(waited, 'in-flight')
    const cancel = { method: 'POST', json: { reason: 'Enough', compensate: false } }
    await jsonOf(await asAdmin(`/api/runs/${run}/cancel`, cancel), 202)
    await ended(run)
    expect((await hook(name, {}, { ...key, prefer: 'wait=1' })).status).toBe(200)
  })

  it('2.6: tells nobody 409 who did not ask to wait, also where the trigger waits', async () => {
    const target = await aTarget()
    await target.answers([], { type: 'hold' })
    const trigger = { ...aProgram().trigger, respond: { mode: 'wait' as const, seconds: 0.05 } }
    const action = echoAction({}, { host: target.host, path: '/hold' })
    const name = await deploy({ actions: { act: action }, trigger })
    const first = await runOf(await hook(name, {}, { 'idempotency-key': 'k' }))
    expect((await runOf(await hook(name, {}, { 'idempotency-key': 'k' }))).run).toBe(first.run)
    const prefers = await hook(name, {}, { 'idempotency-key': 'k', prefer: 'return=minimal' })
    expect(prefers.headers.get('preference-applied')).toBeNull()
    expect((await runOf(prefers)).run).toBe(first.run)
  })

  it('2.6: gives the run to whom waits and takes it for an answer', async () => {
    const name = await held()
    const headers = { 'idempotency-key': 'k', prefer: 'respond-async, wait=1' }
    const first = await hook(name, {}, headers)
    const again = await hook(name, {}, headers)
    expect(again.headers.get('preference-applied')).toBe('wait=1')
    expect((await runOf(again)).run).toBe((await runOf(first)).run)
  })

  it('2.7: is not used up by a call that was refused', async () => {
    const trigger = { ...aProgram().trigger, input: { type: 'object', required: ['n'] } }
    const name = await deploy({ actions, trigger })
    const sent = { 'idempotency-key': 'k' }
    await expectProblem(await hook(name, {}, sent), 'input-invalid')
    const corrected = await hook(name, { n: 1 }, sent)
    expect(corrected.headers.get('idempotency-replayed')).toBeNull()
    await runOf(corrected)
  })

  it('2.7: is refused where it has no characters or too many, and may be left out', async () => {
    const name = await deploy({ actions })
    await expectProblem(await hook(name, {}, { 'idempotency-key': '""' }), 'invalid-request')
    const [first, second] = [await runOf(await hook(name, {})), await runOf(await hook(name, {}))]
    expect(first.run).not.toBe(second.run)
  })

  it('2.7: that is none is refused also where the trigger has a key of its own, which says what is the same call', async () => {
    const trigger = { ...aProgram().trigger, dedupe: 'input.id' }
    const name = await deploy({ actions, trigger })
    for (const none of ['', ' ', '""', 'x'.repeat(apiLimits.keyCharacters + 1)]) {
      const refused = await hook(name, { id: 'a' }, { 'idempotency-key': none })
      const { errors } = await expectProblem(refused, 'invalid-request')
      expect(errors).toMatchObject([{ header: 'Idempotency-Key' }])
    }
    expect((await hook(name, { id: 'a' }, { 'idempotency-key': 'k' })).status).toBe(202)
  })
})
