import { describe, expect, it } from 'vitest'
import { timelineBars } from '../../../web/replay/timelineBars.ts'
import { aRunLog } from './aRunLog.ts'

const log = aRunLog({ iterations: 2, steps: 1, failsIn: 1 })

describe('the bars of the timeline', () => {
  it('stand in the lanes of their nodes, in order, with how each went', () => {
    const bars = timelineBars(log).map(({ lane, label, state, verdict, iteration }) => ({
      lane,
      label,
      state,
      verdict,
      iteration,
    }))
    expect(bars).toEqual([
      { lane: 'plan', label: 'Plan', state: 'succeeded', verdict: null, iteration: 1 },
      { lane: 'act', label: 's0', state: 'failed', verdict: null, iteration: 1 },
      { lane: 'verify', label: 'Verify', state: 'failed', verdict: 'replan', iteration: 1 },
      { lane: 'plan', label: 'Plan', state: 'succeeded', verdict: null, iteration: 2 },
      { lane: 'act', label: 's0', state: 'succeeded', verdict: null, iteration: 2 },
      { lane: 'verify', label: 'Verify', state: 'succeeded', verdict: 'pass', iteration: 2 },
    ])
  })

  it('lead to the events that opened and closed the work', () => {
    const step = timelineBars(log).find((bar) => bar.lane === 'act')
    expect([step?.from, step?.to].map((cursor) => log[(cursor ?? 0) - 1]?.type)).toEqual([
      'step.started',
      'step.failed',
    ])
  })

  it('reach to the last event while the work is under way', () => {
    const cut = log.slice(0, log.findIndex((event) => event.type === 'step.started') + 1)
    const step = timelineBars(cut).find((bar) => bar.lane === 'act')
    expect(step).toMatchObject({
      open: true,
      state: 'running',
      works: true,
      to: cut.length,
      endAt: cut.at(-1)?.at,
    })
  })
})
