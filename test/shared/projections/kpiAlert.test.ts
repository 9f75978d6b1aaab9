import { describe, expect, it } from 'vitest'
import { isFiring, type KpiReading, measured, measureWords } from '../../../shared/projections/kpiAlert.ts'
import { countKpi, noKpis, timeKpi } from '../../../shared/projections/kpis.ts'

function reading(good: number, bad: number, over: Partial<KpiReading> = {}): KpiReading {
  const kpis = noKpis()
  countKpi(kpis, 'started', good + bad)
  countKpi(kpis, 'outcome succeeded', good)
  countKpi(kpis, 'outcome failed', bad)
  countKpi(kpis, 'outcome cancelled', 3)
  countKpi(kpis, 'costNanoUsd', 6e9)
  for (let run = 0; run < good + bad; run += 1) timeKpi(kpis, 'cycle', 1000)
  return { kpis, windowHours: 2, queued: 4, oldestApprovalAt: null, now: 10_000, ...over }
}

describe('what an alert measures', () => {
  it('is of the runs of its window, and nothing where there are too few', () => {
    expect(measured('failure-rate', reading(6, 2))).toBe(0.25)
    expect(measured('failure-rate', reading(2, 2))).toBeNull()
    expect(measured('cycle-p95', reading(8, 0))).toBe(1000)
    expect(measured('cycle-p95', reading(4, 0))).toBeNull()
    expect(measured('cost-per-hour', reading(1, 0))).toBe(3)
    expect(measured('started', reading(1, 1))).toBe(2)
  })

  it('is of what there is now', () => {
    expect(measured('queue-depth', reading(0, 0))).toBe(4)
    expect(measured('oldest-approval', reading(0, 0))).toBe(0)
    expect(measured('oldest-approval', reading(0, 0, { oldestApprovalAt: 4000 }))).toBe(6000)
  })
})

describe('an alert', () => {
  it('fires from its threshold on, and for too few runs below it', () => {
    expect([0.19, 0.2, null].map((value) => isFiring('failure-rate', value, 0.2))).toEqual([
      false,
      true,
      false,
    ])
    expect([0, 1].map((value) => isFiring('started', value, 1))).toEqual([true, false])
  })

  it('says what it measured in words', () => {
    expect(measureWords('failure-rate', 0.2537)).toBe('25.4 % of runs do not succeed')
    expect(measureWords('cycle-p95', 90_000)).toBe('the p95 of the cycle time is 90 seconds')
    expect(measureWords('oldest-approval', 7_200_000)).toBe('an approval waits for 2 hours')
    expect(measureWords('cost-per-hour', 1.5)).toBe('runs cost $1.50 an hour')
  })
})
