import { describe, expect, it } from 'vitest'
import type { ProgramPlanner } from '../../shared/compile/program.ts'
import type { HttpStrategy } from '../../shared/graph/nodes/planner.ts'
import { PlannerRequest } from '../../shared/plan/contract.ts'
import { plainPlanner } from '../support/programs.ts'
import { kill } from './support/crash.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { asAdmin, ended, eventsOf, hook, runOf } from './support/edge.ts'
import { aSecret } from './support/secret.ts'
import { answersWith, aTarget, type Target } from './support/target.ts'

const proposal = (...actions: string[]) => ({
  contract: 'pavane.planner/1',
  planner: { name: 'outside', version: '1' },
  steps: actions.map((action, place) => ({ id: place === 0 ? 'first' : `step${place}`, action })),
  rationale: ['I was asked with the-planner-key'],
})

const actions = {
  act: echoAction({ reversibility: 'pure' }),
  risky: echoAction({ reversibility: 'irreversible', risk: 'high' }, { path: '/risky' }),
}

async function aLoopPlannedBy(
  target: Target,
  over: Partial<HttpStrategy> = {},
  planner: Partial<ProgramPlanner> = {},
) {
  const strategy = { type: 'http' as const, host: target.host, path: '/plans/{{ input.kind }}', ...over }
  const plan = {
    ...plainPlanner,
    title: 'Plan',
    strategy,
    actions: Object.keys(actions),
    verifier: 'verify',
    ...planner,
  }
  return deploy({ actions, planners: { plan } })
}

const retry = { maxAttempts: 3, initialSeconds: 0, factor: 1, maxSeconds: 0, jitter: 'none' as const }

describe('an external planner', () => {
  it('is asked again, with the reason, when its plan breaks the rails, and then obeyed', async () => {
    const target = await aTarget()
    await target.answers([answersWith(200, proposal('act', 'risky')), answersWith(200, proposal('act'))])
    const rails = {
      inputs: [],
      rules: [{ id: 'no-risk', cells: [], never: ['risky'], message: 'Too risky' }],
    }
    const secret = await aSecret('the-planner-key')
    const headers = { authorization: `Bearer {{ secrets.${secret} }}`, 'x-kind': '{{ input.kind }}' }
    const name = await aLoopPlannedBy(target, { headers }, { rails, secrets: [secret] })
    const { run, trace } = await runOf(await hook(name, { kind: 'small' }))
    expect((await ended(run)).outcome).toBe('succeeded')
    const asked = await target.requests({ count: 2 })
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(2).fill('POST /plans/small'))
    expect(asked[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-kind': 'small',
      authorization: 'Bearer the-planner-key',
    })
    expect(asked[0]?.headers.traceparent).toContain(trace)
    const bodies = asked.map(({ body }) => PlannerRequest.parse(JSON.parse(body)))
    expect(bodies.map(({ ask }) => ask)).toEqual([1, 2])
    expect(bodies[0]?.feedback).toEqual([])
    expect(bodies[1]?.feedback.join()).toContain('Too risky')
    const events = await eventsOf(run)
    expect(JSON.stringify(events)).not.toContain('the-planner-key')
    const types = events.map(({ type }) => type)
    expect(types.filter((type) => type === 'plan.rejected')).toHaveLength(1)
    expect(types.filter((type) => type === 'plan.adopted')).toHaveLength(1)
    const keys = asked.map(({ headers }) => headers['idempotency-key'])
    expect(keys).toEqual([`${run}/1/plan/1`, `${run}/1/plan/2`])
  })

  it('is asked the same again when it fails, with the same key', async () => {
    const target = await aTarget()
    await target.answers([answersWith(503), { type: 'drop' }, answersWith(200, proposal('act'))])
    const { run } = await runOf(await hook(await aLoopPlannedBy(target, { retry }), { kind: 'small' }))
    expect((await ended(run)).outcome).toBe('succeeded')
    const asked = await target.requests({ count: 3 })
    expect(new Set(asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
    expect(new Set(asked.map(({ body }) => body)).size).toBe(1)
  })

  it('is asked the same again after a crash, with the same key', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'hold' }], answersWith(200, proposal('act')))
    const name = await aLoopPlannedBy(target)
    const { run } = await runOf(await hook(name, { kind: 'small' }))
    await target.requests({ count: 1 })
    await kill(name)
    expect((await ended(run)).outcome).toBe('succeeded')
    const [before, after] = await target.requests()
    expect(after?.body).toBe(before?.body)
    expect(after?.headers['idempotency-key']).toBe(before?.headers['idempotency-key'])
  })

  it('is asked again, with the reason, when it sends a page instead of a plan', async () => {
    const target = await aTarget()
    const page = answersWith(200, '<h1>Welcome</h1>', { 'content-type': 'text/html' })
    await target.answers([page, answersWith(200, proposal('act'))])
    const { run } = await runOf(await hook(await aLoopPlannedBy(target, { retry }), { kind: 'small' }))
    expect((await ended(run)).outcome).toBe('succeeded')
    const [, again] = await target.requests({ count: 2 })
    expect(PlannerRequest.parse(JSON.parse(again?.body ?? '')).feedback.join()).toContain('contract')
    const rejected = (await eventsOf(run)).find((event) => event.type === 'plan.rejected')
    expect(rejected).toMatchObject({ data: { again: true, proposal: '"<h1>Welcome</h1>"' } })
  })

  it('leads to no plan with a refusal', async () => {
    const target = await aTarget()
    await target.answers([], answersWith(403, { message: 'not you' }))
    const { run } = await runOf(await hook(await aLoopPlannedBy(target, { retry }), { kind: 'small' }))
    expect(await ended(run)).toMatchObject({ outcome: 'bailed', reason: 'no-plan' })
    const answered = (await eventsOf(run)).find((event) => event.type === 'plan.answered')
    expect(answered).toMatchObject({
      data: { answer: { ok: false, error: { message: expect.stringContaining('403') } } },
    })
  })
})

describe('a host that a plan takes for granted', () => {
  const reachable = (host: string) => ({ assumes: [{ type: 'reachable' as const, host }] })

  it('is asked whether it answers: anything is an answer', async () => {
    const [planner, needed] = [await aTarget(), await aTarget()]
    await planner.answers([], answersWith(200, proposal('act')))
    await needed.answers([], answersWith(404))
    const name = await aLoopPlannedBy(planner, {}, reachable(needed.host))
    const { run } = await runOf(await hook(name, { kind: 'small' }))
    expect((await ended(run)).outcome).toBe('succeeded')
    const [head] = await needed.requests({ count: 1 })
    expect(head).toMatchObject({ method: 'HEAD' })
  })

  it('is not there when nobody listens', async () => {
    const planner = await aTarget()
    await planner.answers([], answersWith(200, proposal('act')))
    await asAdmin('/api/hosts/nobody', { method: 'PUT', json: { baseUrl: 'http://127.0.0.1:65535' } })
    const name = await aLoopPlannedBy(planner, {}, { ...reachable('nobody'), asks: 1 })
    const { run } = await runOf(await hook(name, { kind: 'small' }))
    expect((await ended(run)).outcome).toBe('bailed')
    const checked = (await eventsOf(run)).find((event) => event.type === 'assumption.checked')
    expect(checked).toMatchObject({ data: { holds: false, message: expect.stringContaining('nobody') } })
  })

  it('is there without asking when it is an app of the sandbox', async () => {
    const planner = await aTarget()
    await planner.answers([], answersWith(200, proposal('act')))
    const name = await aLoopPlannedBy(planner, {}, reachable('echo'))
    const { run } = await runOf(await hook(name, { kind: 'small' }))
    expect((await ended(run)).outcome).toBe('succeeded')
    const checked = (await eventsOf(run)).find((event) => event.type === 'assumption.checked')
    expect(checked).toMatchObject({ data: { holds: true } })
  })
})
