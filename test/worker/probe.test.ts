import { describe, expect, it } from 'vitest'
import type { ProgramAction } from '../../shared/compile/program.ts'
import { anAction, aVerifier } from '../support/programs.ts'
import { kill } from './support/crash.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { ended, eventsOf, hook, runOf } from './support/edge.ts'
import { answersWith, aTarget, type Target } from './support/target.ts'

const retry = { maxAttempts: 3, initialSeconds: 0, factor: 1, maxSeconds: 0, jitter: 'none' as const }

/** An action that must not be repeated, and a way to find out whether it happened. */
const probed = (target: Target): ProgramAction =>
  echoAction(
    {
      idempotency: 'none',
      retry,
      probe: {
        call: {
          uses: 'http',
          host: target.host,
          method: 'GET',
          path: '/orders/{{ args.order }}',
          accepts: [404],
        },
        happened: 'output.status == 200',
        gives: { status: 200, body: { body: '{{ output.body }}' } },
      },
    },
    { host: target.host, path: '/orders' },
  )

/** A run that is rolled back, by an undo that must not be repeated. */
async function rolledBack(target: Target) {
  const never = { id: 'never', type: 'rule' as const, expr: 'false', onFail: 'rollback' as const }
  const order = { order: '{{ args.order }}' }
  const name = await deploy({
    actions: {
      act: anAction({
        call: { uses: 'transform', value: 1 },
        reversibility: 'compensable',
        undo: { action: 'undo', args: order },
      }),
      undo: { ...probed(target), reversibility: 'pure' },
    },
    strategy: {
      type: 'sequence',
      steps: [{ id: 'first', action: 'act', args: { order: '{{ input.order }}' } }],
    },
    verifiers: { verify: aVerifier({ checks: [never] }) },
  })
  const { run } = await runOf(await hook(name, { order: 7 }))
  return { name, run }
}

async function startOver(target: Target) {
  const strategy = {
    type: 'sequence' as const,
    steps: [{ id: 'first', action: 'act', args: { order: '{{ input.order }}' } }],
  }
  const name = await deploy({ actions: { act: probed(target) }, strategy })
  const { run } = await runOf(await hook(name, { order: 7 }))
  return { name, run }
}

async function runOver(target: Target) {
  const { run } = await startOver(target)
  return { run, detail: await ended(run) }
}

const callsAt = async (target: Target) =>
  (await target.requests()).map(({ method, path }) => `${method} ${path}`)

describe('an undo that got no answer and must not be repeated', () => {
  it('stands when the probe finds that it happened, and is made again when it did not', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'drop' }, answersWith(404), { type: 'drop' }, answersWith(200)])
    const { run } = await rolledBack(target)
    expect(await ended(run)).toMatchObject({ outcome: 'rolled-back' })
    expect(await callsAt(target)).toEqual(['POST /orders', 'GET /orders/7', 'POST /orders', 'GET /orders/7'])
    const end = (await eventsOf(run)).find((event) => event.type === 'run.ended')
    expect(end).toMatchObject({ data: { notUndone: [] } })
  })

  it('is asked about after a crash that came before the answer', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'hold' }, answersWith(200)])
    const { name, run } = await rolledBack(target)
    await target.requests({ count: 1 })
    await kill(name)
    expect(await ended(run)).toMatchObject({ outcome: 'rolled-back' })
    expect(await callsAt(target)).toEqual(['POST /orders', 'GET /orders/7'])
  })
})

describe('a step that got no answer and must not be repeated', () => {
  it('succeeds when the probe finds that it happened, without being sent again', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'drop' }, answersWith(200, { id: 7 })])
    const { run, detail } = await runOver(target)
    expect(detail).toMatchObject({ outcome: 'succeeded', body: { echoed: { id: 7 } } })
    expect(await callsAt(target)).toEqual(['POST /orders', 'GET /orders/7'])
    const [, probe] = await target.requests()
    expect(probe?.headers).not.toHaveProperty('idempotency-key')
    const found = (await eventsOf(run)).filter((event) => event.type === 'step.probed')
    expect(found.at(-1)).toMatchObject({ data: { result: 'happened' } })
  })

  it('is asked about after a crash that came before the answer', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'hold' }, answersWith(200, { id: 7 })])
    const { name, run } = await startOver(target)
    await target.requests({ count: 1 })
    await kill(name)
    expect(await ended(run)).toMatchObject({ outcome: 'succeeded', body: { echoed: { id: 7 } } })
    expect(await callsAt(target)).toEqual(['POST /orders', 'GET /orders/7'])
  })

  it('is sent again when the probe finds that it did not happen', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'drop' }, answersWith(404), answersWith(200, { body: { id: 7 } })])
    const { detail } = await runOver(target)
    expect(detail).toMatchObject({ outcome: 'succeeded', body: { echoed: { id: 7 } } })
    expect(await callsAt(target)).toEqual(['POST /orders', 'GET /orders/7', 'POST /orders'])
  })

  it('stays uncertain when the probe can’t tell', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'drop' }], answersWith(403))
    const { run, detail } = await runOver(target)
    expect(detail.outcome).toBe('bailed')
    expect((await eventsOf(run)).map(({ type }) => type)).toContain('step.uncertain')
    expect((await callsAt(target)).filter((call) => call.startsWith('POST'))).toHaveLength(1)
  })
})
