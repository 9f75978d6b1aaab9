import { describe, expect, it } from 'vitest'
import type { ProgramVerifier } from '../../shared/compile/program.ts'
import type { Check, CheckOf } from '../../shared/graph/nodes/check.ts'
import { VerifierRequest } from '../../shared/verify/contract.ts'
import { aVerifier } from '../support/programs.ts'
import { kill } from './support/crash.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { ended, eventsOf, hook, runOf } from './support/edge.ts'
import { aSecret } from './support/secret.ts'
import { answersWith, aTarget, type Target } from './support/target.ts'

const retry = { maxAttempts: 3, initialSeconds: 0, factor: 1, maxSeconds: 0, jitter: 'none' as const }

const outside = (target: Target, over: Partial<CheckOf<'http'>> = {}): CheckOf<'http'> => ({
  type: 'http',
  id: 'outside',
  onFail: 'bail',
  weight: 1,
  call: { host: target.host, method: 'POST', path: '/judge/{{ input.kind }}' },
  about: { said: '{{ steps.first.output.body.body }}' },
  retry,
  ...over,
})

async function aLoopJudgedBy(checks: Check[], over: Partial<ProgramVerifier> = {}) {
  const verify = aVerifier({ checks, ...over })
  return deploy({ actions: { act: echoAction({ reversibility: 'pure' }) }, verifiers: { verify } })
}

const holds = answersWith(200, { contract: 'pavane.verifier/1', result: 'pass', version: '1.4' })

describe('an external checker', () => {
  it('is shown what its contract says, signed and traced, and decides', async () => {
    const target = await aTarget()
    const said = {
      result: 'fail',
      severity: 0.5,
      message: 'Too dear for the-checker-key.',
      version: '1.4',
      evidence: { most: 3 },
    }
    await target.answers([], answersWith(200, said))
    const secret = await aSecret('the-checker-key')
    const call = {
      host: target.host,
      method: 'POST' as const,
      path: '/judge/{{ input.kind }}',
      headers: { authorization: `Bearer {{ secrets.${secret} }}` },
    }
    const name = await aLoopJudgedBy([outside(target, { call })], { secrets: [secret] })
    const { run, trace } = await runOf(await hook(name, { kind: 'small' }))
    expect(await ended(run)).toMatchObject({ outcome: 'bailed', reason: 'verdict' })
    const [asked] = await target.requests({ count: 1 })
    expect(asked).toMatchObject({ method: 'POST', path: '/judge/small' })
    expect(asked?.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer the-checker-key',
      'idempotency-key': `${run}/check/1/verify/outside`,
    })
    expect(asked?.headers.traceparent).toContain(trace)
    expect(VerifierRequest.parse(JSON.parse(asked?.body ?? ''))).toMatchObject({
      run,
      loop: name,
      verifier: 'verify',
      check: 'outside',
      vote: 1,
      about: { said: { kind: 'small' } },
      plan: { steps: [{ id: 'first', action: 'act' }] },
    })
    const events = await eventsOf(run)
    expect(events.find(({ type }) => type === 'check.completed')).toMatchObject({
      data: { result: 'fail', severity: 0.5, by: '1.4', layer: 'http', evidence: { most: 3 } },
    })
    expect(events.find(({ type }) => type === 'verdict.reached')).toMatchObject({ data: { risk: 0.5 } })
    expect(JSON.stringify(events)).not.toContain('the-checker-key')
  })

  it('is asked the same again when it fails, with the same key', async () => {
    const target = await aTarget()
    await target.answers([answersWith(503), { type: 'drop' }], holds)
    const { run } = await runOf(await hook(await aLoopJudgedBy([outside(target)]), { kind: 'small' }))
    expect((await ended(run)).outcome).toBe('succeeded')
    const asked = await target.requests({ count: 3 })
    expect(new Set(asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
    expect(new Set(asked.map(({ body }) => body)).size).toBe(1)
  })

  it('is asked the same again after a crash while it was thinking, and counts once', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'hold' }], holds)
    const name = await aLoopJudgedBy([outside(target)])
    const { run } = await runOf(await hook(name, { kind: 'small' }))
    await target.requests({ count: 1 })
    await kill(name)
    expect((await ended(run)).outcome).toBe('succeeded')
    const [before, after] = await target.requests()
    expect(after?.body).toBe(before?.body)
    expect(after?.headers['idempotency-key']).toBe(before?.headers['idempotency-key'])
    const types = (await eventsOf(run)).map(({ type }) => type)
    for (const type of ['check.asked', 'check.answered', 'check.completed', 'verdict.reached'])
      expect(types.filter((each) => each === type)).toHaveLength(1)
  })

  it('is asked as often as it takes for enough answers to hold, each under a key of its own', async () => {
    const target = await aTarget()
    await target.answers([holds, answersWith(200, { result: 'fail' })], holds)
    const name = await aLoopJudgedBy([outside(target, { votes: { of: 5, need: 2 } })])
    const { run } = await runOf(await hook(name, { kind: 'small' }))
    expect((await ended(run)).outcome).toBe('succeeded')
    const asked = await target.requests()
    expect(asked.map(({ headers }) => headers['idempotency-key'])).toEqual(
      [1, 2, 3].map((vote) => `${run}/check/1/verify/outside/${vote}`),
    )
  })

  it.for([
    ['a refusal', answersWith(403, { error: 'not you' })],
    ['a page', answersWith(200, '<h1>Welcome</h1>', { 'content-type': 'text/html' })],
    ['something else', answersWith(200, { verdict: 'fine' })],
  ] as const)('that answers with %s is no success', async ([, said]) => {
    const target = await aTarget()
    await target.answers([], said)
    const { run } = await runOf(await hook(await aLoopJudgedBy([outside(target)]), { kind: 'small' }))
    expect(await ended(run)).toMatchObject({ outcome: 'bailed', reason: 'verdict' })
    expect((await eventsOf(run)).find(({ type }) => type === 'check.completed')).toMatchObject({
      data: { result: 'inconclusive', consequence: 'escalate' },
    })
  })
})

describe('a check that is made of some runs only', () => {
  it('is told which share of the shard’s last runs did not succeed', async () => {
    const rule = { type: 'rule' as const, weight: 1, onFail: 'bail' as const }
    const name = await aLoopJudgedBy([
      { ...rule, id: 'good', expr: 'true', sample: { rate: 0 } },
      { ...rule, id: 'kind', expr: 'input.kind == "good"' },
    ])
    const play = async (kind: string) => {
      const { run } = await runOf(await hook(name, { kind }))
      await ended(run)
      const events = await eventsOf(run)
      const accepted = events[0]?.type === 'run.accepted' ? events[0].data.recentFailures : null
      const good = events.find((event) => event.type === 'check.completed' && event.data.check === 'good')
      return [accepted, good?.type === 'check.completed' ? good.data.result : null]
    }
    expect(await play('good')).toEqual([undefined, 'skipped'])
    expect(await play('bad')).toEqual([undefined, 'skipped'])
    expect((await play('bad'))[0]).toBe(0.5)
    expect((await play('bad'))[0]).toBeCloseTo(2 / 3)
  })
})
