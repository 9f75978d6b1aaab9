import { describe, expect, it } from 'vitest'
import type { EventBody, RunEvent } from '../../../shared/engine/event.ts'
import { itemOfRef, stepOfRef } from '../../../shared/projections/timeline.ts'
import { timelineBars } from '../../../web/replay/timelineBars.ts'
import { timelineLanes } from '../../../web/replay/timelineLanes.ts'

/** A log out of bodies, a second apart. What seals it does not matter here. */
const logOf = (bodies: readonly EventBody[]): RunEvent[] =>
  bodies.map((body, index) => ({
    ...body,
    seq: index + 1,
    at: index * 1000,
    trace: '0'.repeat(32),
    prev: `sha256:${'0'.repeat(64)}`,
    hash: `sha256:${'0'.repeat(64)}`,
  }))
const began: EventBody = { type: 'iteration.started', data: { iteration: 1, planner: 'plan', because: null } }
const started = (step: string, action = 'act'): EventBody => ({
  type: 'step.started',
  data: { iteration: 1, step, action, effect: step, args: {}, attempt: 1 },
})
const succeeded = (step: string): EventBody => ({
  type: 'step.succeeded',
  data: { iteration: 1, step, output: null, costUsd: 0 },
})

describe('a step that maps over a list on the timeline', () => {
  const items = (count: number) =>
    logOf([
      began,
      {
        type: 'step.expanded',
        data: { iteration: 1, step: 'tell', items: Array.from({ length: count }, () => null) },
      },
      ...Array.from({ length: count }, (_, index) => started(`tell[${index}]`)),
      ...Array.from({ length: count }, (_, index) => succeeded(`tell[${index}]`)),
      succeeded('tell'),
    ])

  it('has a line for all and one for each of up to ten items', () => {
    const lanes = timelineLanes(timelineBars(items(3)), new Set())
    expect(lanes.map((lane) => [lane.key, lane.items, lane.bars.length])).toEqual([
      ['act', 3, 3],
      ['act[0]', 0, 1],
      ['act[1]', 0, 1],
      ['act[2]', 0, 1],
    ])
  })

  it('stays closed past ten, until it is opened', () => {
    expect(timelineLanes(timelineBars(items(11)), new Set())).toHaveLength(1)
    expect(timelineLanes(timelineBars(items(11)), new Set(['act']))).toHaveLength(12)
    expect(timelineLanes(timelineBars(items(3)), new Set(['act']))).toHaveLength(1)
  })

  it('names its items by their places', () => {
    expect([stepOfRef('tell[2]'), itemOfRef('tell[2]')]).toEqual(['tell', 2])
    expect([stepOfRef('tell'), itemOfRef('tell')]).toEqual(['tell', null])
  })
})

describe('time in which nothing is worked on', () => {
  const log = logOf([
    { type: 'signal.received', data: { id: '1', name: 'paid', data: null, by: 'ada' } },
    began,
    started('pay'),
    succeeded('pay'),
    {
      type: 'iteration.delayed',
      data: { iteration: 2, planner: 'plan', because: null, until: 9000, message: 'No better' },
    },
    { type: 'iteration.started', data: { iteration: 2, planner: 'plan', because: null } },
  ])
  it('is that of waits, events and backoff', () => {
    const bars = timelineBars(log, new Set(['act'])).map(({ lane, label, works, open }) => [
      lane,
      label,
      works,
      open,
    ])
    expect(bars).toEqual([
      ['signal', 'paid', false, false],
      ['act', 'pay', false, false],
      ['plan', 'Backoff', false, false],
    ])
  })
})
