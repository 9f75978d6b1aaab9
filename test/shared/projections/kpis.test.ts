import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventBody, RunEvent } from '../../../shared/engine/event.ts'
import { type KpiFigures, kpiFigures } from '../../../shared/projections/kpiFigures.ts'
import { beginRunKpis, contributionsOf, foldRunKpis } from '../../../shared/projections/kpiFold.ts'
import { addDuration, kpiBounds, noDurations, quantileOf } from '../../../shared/projections/kpiHistogram.ts'
import { foldCells, type KpiCell, kpiSeries, kpiSpan } from '../../../shared/projections/kpiSeries.ts'
import { addKpis, countKpi, type Kpis, noKpis, sumKpis, timeKpi } from '../../../shared/projections/kpis.ts'
import { simulateTrial } from '../../../shared/sim/trial.ts'
import { trialOf } from '../../conformance/hosts/compiled.ts'
import { scenarios } from '../../conformance/scenarios.ts'

const hour = 3_600_000
const start = 1_700_000_000_000 - (1_700_000_000_000 % (24 * hour))

/** A log with what is counted in it, each event at its second. */
function logOf(...events: [second: number, type: EventBody['type'], data?: object][]): RunEvent[] {
  return events.map(([second, type, data = {}], place) => {
    const event = { seq: place + 1, at: start + second * 1000, type, data: { iteration: 1, ...data } }
    return event as unknown as RunEvent
  })
}

function contributions(events: readonly RunEvent[]) {
  const run = beginRunKpis()
  for (const event of events) foldRunKpis(run, event)
  return contributionsOf(run)
}

const figuresOf = (events: readonly RunEvent[]): KpiFigures =>
  kpiFigures(sumKpis(contributions(events).map(({ kpis }) => kpis)))

const ended = { outcome: 'succeeded', reason: 'outcome', costUsd: 0.1 }

describe('a duration among others', () => {
  it('is found again as the percentile that it is, within its bucket', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5e9 }), { minLength: 1 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (all, share) => {
          const histogram = noDurations()
          for (const ms of all) addDuration(histogram, ms)
          const exact = all.toSorted((a, b) => a - b)[Math.ceil(share * all.length) - 1] ?? 0
          const found = quantileOf(histogram, share) ?? Number.NaN
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(Math.max(2, exact * 0.28))
        },
      ),
    )
  })

  it('counts as the longest that there is, where it is longer', () => {
    const histogram = noDurations()
    addDuration(histogram, 1e12)
    expect(quantileOf(histogram, 0.5)).toBe(kpiBounds.at(-1))
    expect(quantileOf(noDurations(), 0.5)).toBeNull()
  })
})

describe('what a run comes to', () => {
  it('is its phases, each without the time of people', () => {
    const figures = figuresOf(
      logOf(
        [0, 'run.accepted', { queued: true }],
        [5, 'run.admitted'],
        [5, 'iteration.started'],
        [5, 'plan.requested'],
        [7, 'plan.proposed'],
        [7, 'approval.requested'],
        [100, 'approval.granted'],
        [100, 'plan.adopted'],
        [100, 'step.started', { step: 'call' }],
        [100, 'step.started', { step: 'sleep', until: start }],
        [103, 'step.retried', { step: 'call' }],
        [104, 'step.started', { step: 'call' }],
        [110, 'step.succeeded', { step: 'call' }],
        [120, 'step.succeeded', { step: 'sleep' }],
        [120, 'check.asked'],
        [124, 'check.completed', { layer: 'http', result: 'pass' }],
        [200, 'verdict.reached', { verdict: 'pass' }],
        [200, 'run.ended', ended],
      ),
    )
    const once = (ms: number) => ({ count: 1, meanMs: ms })
    expect(figures).toMatchObject({
      started: 1,
      ended: 1,
      succeeded: 1,
      outcomes: { succeeded: 1 },
      reasons: { outcome: 1 },
      costUsd: 0.1,
      queue: once(5000),
      planning: once(2000),
      action: once(10_000),
      verification: once(4000),
      recovery: { count: 0, p95: null },
      cycle: once(200_000),
      plans: { asked: 1, failed: 0, failureRate: 0 },
      passRate: 1,
    })
  })

  it('tells plans that failed, drift, and how long it took from the first verdict that did not pass to one that did', () => {
    const figures = figuresOf(
      logOf(
        [0, 'run.accepted'],
        [0, 'plan.requested'],
        [1, 'plan.rejected', { again: true }],
        [1, 'plan.requested'],
        [2, 'plan.proposed'],
        [2, 'plan.adopted'],
        // Edited by a person and rejected then: the planner did its part.
        [3, 'plan.rejected'],
        [4, 'check.completed', { layer: 'drift', result: 'fail' }],
        [4, 'check.completed', { layer: 'drift', result: 'inconclusive' }],
        [4, 'verdict.reached', { verdict: 'replan' }],
        [6, 'verdict.reached', { verdict: 'rollback' }],
        [14, 'verdict.reached', { verdict: 'pass' }],
        [20, 'run.ended', { ...ended, outcome: 'cancelled', reason: 'cancelled' }],
        // What comes later belongs to nothing.
        [30, 'step.late', { step: 'call' }],
      ),
    )
    expect(figures).toMatchObject({
      plans: { asked: 2, failed: 1, failureRate: 0.5 },
      drift: { checked: 1, found: 1 },
      verdicts: { replan: 1, rollback: 1, pass: 1 },
      passRate: 1 / 3,
      recovery: { count: 1, meanMs: 10_000 },
      judged: 0,
      succeeded: null,
      queue: { count: 1, meanMs: 0 },
    })
  })

  it('belongs to the hour of its end, but that it started', () => {
    const log = logOf([0, 'run.accepted'], [7200, 'run.ended', ended])
    expect(contributions(log).map(({ at }) => at)).toEqual([start, start + 2 * hour])
    expect(contributions(log.slice(0, 1))).toEqual([])
  })

  it('is as many runs as ended, whatever happened in them', () => {
    for (const scenario of scenarios) {
      const { events, rejection } = simulateTrial(trialOf(scenario))
      const end = events.find((event) => event.type === 'run.ended')
      if (rejection || !end) continue
      const figures = figuresOf(events)
      expect({ scenario: scenario.name, ...figures }).toMatchObject({
        started: 1,
        ended: 1,
        outcomes: { [end.data.outcome]: 1 },
        cycle: { count: 1 },
        queue: { count: 1 },
        iterations: end.data.iterations,
        costUsd: end.data.costUsd,
      })
      expect(figures.plans.failed).toBeLessThanOrEqual(figures.plans.asked)
    }
  })
})

/** What runs of any kind could come to. */
const anyKpis = fc
  .array(
    fc.tuple(
      fc.constantFrom('started', 'outcome failed', 'costNanoUsd'),
      fc.nat(),
      fc.constantFrom('cycle', 'action'),
      fc.nat(),
    ),
  )
  .map((all): Kpis => {
    const kpis = noKpis()
    for (const [count, by, time, ms] of all) {
      countKpi(kpis, count, by)
      timeKpi(kpis, time, ms)
    }
    return kpis
  })

describe('what several runs come to', () => {
  it('adds up to the same in any order and however it is put together', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyKpis, fc.nat(), fc.nat({ max: 4 })), { minLength: 1 }), (all) => {
        const inOrder = sumKpis(all.map(([kpis]) => kpis))
        const shuffled = all.toSorted(([, one], [, other]) => one - other)
        const groups = [0, 1, 2, 3, 4].map((of) =>
          shuffled.flatMap(([kpis, , group]) => (group === of ? [kpis] : [])).reduce(addKpis, noKpis()),
        )
        expect(sumKpis(groups)).toEqual(inOrder)
      }),
    )
  })

  it('leaves what was added as it was', () => {
    const one = sumKpis(
      contributions(logOf([0, 'run.accepted'], [1, 'run.ended', ended])).map(({ kpis }) => kpis),
    )
    const before = structuredClone(one)
    addKpis(addKpis(noKpis(), one), one)
    addKpis(one, one)
    expect(one).toEqual(before)
  })
})

describe('a time that is asked about', () => {
  const now = start + 40 * 24 * hour + 90_000

  it('is the last day by the hour, against the week before it', () => {
    const span = kpiSpan({}, now)
    expect(span).toEqual({
      from: start + 39 * 24 * hour,
      to: now,
      step: 'hour',
      usualFrom: start + 32 * 24 * hour - 7 * 90_000,
    })
  })

  it('goes no further back than what is kept, and is refused where it ends before it begins', () => {
    const from = now - 28 * 24 * hour
    const span = kpiSpan({ from }, now)
    expect(span).toMatchObject({
      step: 'day',
      from: start + 12 * 24 * hour,
      usualFrom: start + 5 * 24 * hour,
    })
    expect(kpiSpan({ from: now, to: now - 1 }, now)).toBeNull()
    expect(kpiSpan({ from: now - 60 * 24 * hour }, now)).toBeNull()
  })

  it('has a point for each step, what is usual, and each version', () => {
    const cell = (hours: number, version: number, started: number): KpiCell => {
      const kpis = noKpis()
      countKpi(kpis, 'started', started)
      return { at: start + hours * hour, version, kpis }
    }
    const span = kpiSpan({ from: start + 48 * hour, to: start + 50 * hour }, start + 50 * hour)
    if (!span) throw new Error('The time can be asked about')
    const cells = [
      cell(10, 1, 9),
      cell(35, 1, 2),
      cell(47, 1, 4),
      cell(48, 1, 8),
      cell(48, 2, 16),
      cell(50, 2, 32),
    ]
    const folded = foldCells(cells, span)
    // The first is before what is usual, the last after the end; those of before are one.
    expect(folded.map(({ kpis }) => kpis.counts.started)).toEqual([6, 8, 16])
    const all = kpiSeries(folded, span, null)
    expect(all.points.map(({ at, started }) => [at, started])).toEqual([
      [start + 48 * hour, 24],
      [start + 49 * hour, 0],
    ])
    expect([all.total.started, all.expected.started]).toEqual([24, 6])
    expect(all.versions.map(({ version, started }) => [version, started])).toEqual([
      [2, 16],
      [1, 8],
    ])
    const second = kpiSeries(folded, span, 2)
    expect([second.total.started, second.expected.started, second.versions.length]).toEqual([16, 0, 2])
  })
})
