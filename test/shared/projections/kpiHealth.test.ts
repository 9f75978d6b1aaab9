import { describe, expect, it } from 'vitest'
import { type KpiFigures, kpiFigures } from '../../../shared/projections/kpiFigures.ts'
import { type KpiNow, kpiHealth } from '../../../shared/projections/kpiHealth.ts'
import { countKpi, noKpis, timeKpi } from '../../../shared/projections/kpis.ts'

type Said = {
  good?: number
  bad?: number
  ms?: number
  asked?: number
  unplanned?: number
  drift?: [number, number]
}

function figures({
  good = 0,
  bad = 0,
  ms = 1000,
  asked = 0,
  unplanned = 0,
  drift = [0, 0],
}: Said): KpiFigures {
  const kpis = noKpis()
  countKpi(kpis, 'outcome succeeded', good)
  countKpi(kpis, 'outcome failed', bad)
  countKpi(kpis, 'verdict pass', good)
  countKpi(kpis, 'verdict bail', bad)
  countKpi(kpis, 'plansAsked', asked)
  countKpi(kpis, 'plansFailed', unplanned)
  countKpi(kpis, 'driftChecked', drift[1])
  countKpi(kpis, 'driftFound', drift[0])
  countKpi(kpis, 'costNanoUsd', (good + bad) * ms * 1e6)
  for (let run = 0; run < good + bad; run += 1) {
    timeKpi(kpis, 'cycle', ms)
    timeKpi(kpis, 'verification', 0)
  }
  return kpiFigures(kpis)
}

const calm: KpiNow = { queued: 0, running: 0, limit: 100, approvals: 0, blockedHosts: [], deadCallbacks: 0 }

function healthOf(total: Said, expected: Said = { good: 100 }, now: Partial<KpiNow> = {}) {
  const period = { total: figures(total), expected: figures(expected), shareOf: 1, now: { ...calm, ...now } }
  const { state, reasons } = kpiHealth(period)
  return [state, ...reasons.map(({ code }) => code)]
}

describe('the health of a loop', () => {
  it('is well where all is as usual, and idle where nothing happens', () => {
    expect(healthOf({ good: 100 })).toEqual(['ok'])
    expect(healthOf({}, {})).toEqual(['idle'])
    expect(healthOf({}, {}, { running: 1 })).toEqual(['ok'])
  })

  it('fails where half of the runs do, and is degraded where one in five does', () => {
    expect(healthOf({ good: 5, bad: 5 }, {})).toEqual(['failing', 'outcomes'])
    expect(healthOf({ good: 8, bad: 2 }, {})).toEqual(['degraded', 'outcomes'])
    expect(healthOf({ good: 9, bad: 1 }, {})).toEqual(['ok'])
    expect(healthOf({ bad: 4 }, {})).toEqual(['ok'])
  })

  it('is degraded where a share is worse than usual by more than chance', () => {
    expect(healthOf({ good: 85, bad: 15 }, { good: 1000 })).toEqual(['degraded', 'outcomes', 'verification'])
    expect(healthOf({ good: 85, bad: 15 }, { good: 85, bad: 15 })).toEqual(['ok'])
    // Three of twenty may be bad luck.
    expect(healthOf({ good: 17, bad: 3 }, { good: 95, bad: 5 })).toEqual(['ok'])
  })

  it('is degraded where runs take, or cost, twice what is usual', () => {
    expect(healthOf({ good: 100, ms: 2600 })).toEqual(['degraded', 'cycle-time', 'cost'])
    expect(healthOf({ good: 100, ms: 1300 })).toEqual(['ok'])
    expect(healthOf({ good: 10, ms: 9000 })).toEqual(['ok'])
  })

  it('is degraded where planners fail, values drift, or nothing ends any more', () => {
    expect(healthOf({ good: 10, asked: 10, unplanned: 5 })).toEqual(['degraded', 'planning'])
    expect(healthOf({ good: 10, drift: [5, 10] })).toEqual(['degraded', 'drift'])
    expect(healthOf({})).toEqual(['degraded', 'silence'])
  })

  it('looks at what waits now: failing before what is degraded', () => {
    expect(healthOf({ good: 10 }, {}, { queued: 50, running: 30 })).toEqual(['degraded', 'queue'])
    expect(
      healthOf({ good: 8, bad: 2 }, {}, { queued: 100, blockedHosts: ['crm'], deadCallbacks: 1 }),
    ).toEqual(['failing', 'queue', 'outcomes', 'hosts', 'callbacks'])
  })

  it('says why in words', () => {
    const { reasons } = kpiHealth({
      total: figures({ good: 5, bad: 15, ms: 150_000 }),
      expected: figures({ good: 99, bad: 1 }),
      shareOf: 1,
      now: calm,
    })
    expect(reasons.map(({ message }) => message)).toEqual([
      '15 of 20 runs did not succeed; usually 1 % do not.',
      'One run in twenty takes 2.7 minutes or longer; usually it is 990 ms.',
      '25 % of the verdicts pass; usually 99 % do.',
      'A run costs $150.000; usually it is $1.000.',
    ])
  })
})
