import { describe, expect, it } from 'vitest'
import type { Admission } from '../../shared/graph/nodes/trigger.ts'
import { plainTrigger } from '../support/programs.ts'
import { deploy, echoAction } from './support/deploy.ts'
import { hook } from './support/edge.ts'

const transform = { call: { uses: 'transform' as const, value: 1 } }

async function rowsOf(loop: string, headers: Record<string, string> = {}): Promise<number> {
  const answer = await hook(loop, {}, { prefer: 'wait=20', ...headers })
  await answer.body?.cancel()
  expect(answer.status).toBe(200)
  return Number(answer.headers.get('pavane-rows-written'))
}

const limited = (admission: Admission) =>
  deploy({
    actions: { act: echoAction() },
    trigger: { node: 'start', to: 'plan', ...plainTrigger, admission },
  })

describe('the rows that a run writes', () => {
  it('are few, and as many as the design says', async () => {
    const called = await deploy({ actions: { act: echoAction() } })
    const computed = await deploy({ actions: { act: echoAction(transform) } })
    const rate = await limited({ rate: { count: 1, seconds: 0.2 } })
    expect({
      computed: await rowsOf(computed),
      called: await rowsOf(called),
      keyed: await rowsOf(called, { 'idempotency-key': 'k' }),
      admitted: await rowsOf(rate),
      queued: await rowsOf(rate),
    }).toEqual({ computed: 2, called: 5, keyed: 6, admitted: 5, queued: 9 })
  })
})
