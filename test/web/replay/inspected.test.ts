import { describe, expect, it } from 'vitest'
import { inspected } from '../../../web/replay/inspected.ts'
import { aRunLog } from './aRunLog.ts'

const log = aRunLog({ iterations: 2, steps: 2, failsIn: 1 })
const at = (type: string, nth = 1) => log.filter((event) => event.type === type)[nth - 1]?.seq ?? -1

describe('what the inspector gathers', () => {
  it('is nothing before the first event', () => expect(inspected(log, 0)).toBeNull())

  it('shows a step’s arguments and output at its start and at its end', () => {
    for (const cursor of [at('step.started', 3), at('step.succeeded', 1)]) {
      expect(inspected(log, cursor)).toMatchObject({
        input: { label: 'Arguments of s0', value: { index: 0 } },
        output: { label: 'Output of s0', value: { ok: true } },
      })
    }
  })

  it('keeps the same step of two iterations apart', () => {
    expect(inspected(log, at('step.started', 1))).toMatchObject({
      output: { label: 'Error of s0', value: { status: 500 } },
    })
  })

  it('shows the run’s input and response at its ends', () => {
    expect(inspected(log, 1)?.input?.value).toEqual({ text: 'hello' })
    expect(inspected(log, log.length)?.output?.value).toEqual({ done: true })
  })

  it('gives a verdict its checks, and says when the evidence is an earlier one', () => {
    expect(inspected(log, at('verdict.reached', 1))).toMatchObject({
      ownEvidence: true,
      verdict: { verdict: 'replan' },
      checks: [{ check: 'fits', result: 'fail' }],
    })
    expect(inspected(log, at('plan.requested', 2))).toMatchObject({
      ownEvidence: false,
      verdict: { verdict: 'replan' },
    })
    expect(inspected(log, at('plan.requested', 1))).toMatchObject({ verdict: null, checks: [] })
  })
})
