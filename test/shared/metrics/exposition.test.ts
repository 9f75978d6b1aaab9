import fc from 'fast-check'
import parse from 'parse-prometheus-text-format'
import { describe, expect, it } from 'vitest'
import { bucketBounds, metrics } from '../../../shared/metrics/catalogue.ts'
import { countEffect, countEnded } from '../../../shared/metrics/counted.ts'
import { exposition, familyName } from '../../../shared/metrics/exposition.ts'
import { gaugesOf } from '../../../shared/metrics/gaugesOf.ts'
import { addMeters, count, Meters, noMeters, observe } from '../../../shared/metrics/meters.ts'
import '../../support/fastCheck.ts'

const metersWith = (change: (meters: Meters) => void): Meters => {
  const meters = noMeters()
  change(meters)
  return meters
}

const run = { outcome: 'failed', acceptedAt: 1000, endedAt: 1600, costUsd: 0.25, iterations: 3 } as const

describe('what is counted', () => {
  it('is read by a parser of Prometheus, with the loop and the labels of each series', () => {
    const meters = metersWith((all) => {
      countEnded(all, run)
      countEffect(all, 'action', 'timeout', 30_000)
    })
    const families = parse(exposition([{ loop: 'refund', meters }]))
    expect(families.find(({ name }) => name === 'pavane_run_ended_total')).toEqual({
      name: 'pavane_run_ended_total',
      help: 'Runs that ended, by outcome',
      type: 'COUNTER',
      metrics: [{ value: '1', labels: { loop: 'refund', outcome: 'failed' } }],
    })
    expect(families.find(({ name }) => name === 'pavane_effect_ended_total')?.metrics).toEqual([
      { value: '1', labels: { loop: 'refund', kind: 'action', result: 'timeout' } },
    ])
    expect(families.find(({ name }) => name === 'pavane_run_cost_usd_total')?.metrics).toEqual([
      { value: '0.25', labels: { loop: 'refund' } },
    ])
  })

  it('falls into the first bucket that it is not past, and into all that follow', () => {
    const meters = metersWith((all) => {
      for (const seconds of [0.1, 0.6, 700_000]) observe(all, 'pavane.run.duration', {}, seconds)
    })
    const text = exposition([{ loop: 'refund', meters }])
    expect(text).toContain('# TYPE pavane_run_duration_seconds histogram\n')
    // With its type, this parser joins the series of a histogram and drops their labels.
    const families = parse(text.replace(/^# TYPE .*$/m, ''))
    const of = (name: string) => families.find((each) => each.name === name)?.metrics ?? []
    const buckets = of('pavane_run_duration_seconds_bucket').map(({ labels, value }) => [labels?.le, value])
    expect(buckets).toHaveLength(bucketBounds.length + 1)
    expect(Object.fromEntries(buckets)).toMatchObject({
      '0.02': '0',
      '0.1': '1',
      '0.5': '1',
      '1': '2',
      '604800': '2',
      '+Inf': '3',
    })
    expect(of('pavane_run_duration_seconds_count')).toEqual([{ value: '3', labels: { loop: 'refund' } }])
    expect(Number(of('pavane_run_duration_seconds_sum')[0]?.value)).toBeCloseTo(700_000.7)
  })

  it('is not an end as long as a run has none', () => {
    expect(metersWith((all) => countEnded(all, { ...run, outcome: null, endedAt: null }))).toEqual(noMeters())
  })

  it('is the sum of what the shards counted', () => {
    const some = fc.array(fc.integer({ min: 0, max: 700_000 }), { maxLength: 20 })
    fc.assert(
      fc.property(some, some, (one, other) => {
        const counted = (values: number[]) =>
          metersWith((all) => {
            for (const value of values) {
              observe(all, 'pavane.run.duration', {}, value)
              count(all, 'pavane.hook.repeated', {}, value)
            }
          })
        expect(addMeters([counted(one), counted(other)])).toEqual(counted([...one, ...other]))
      }),
    )
  })

  it('comes back whole from where it was kept', () => {
    const meters = metersWith((all) => countEnded(all, run))
    expect(Meters.parse(JSON.parse(JSON.stringify(meters)))).toEqual(meters)
  })

  it('is left out where no metric of this release has that series', () => {
    const meters = { counts: { 'pavane.gone x': 1, 'pavane.run.ended': 1 }, histograms: {} }
    expect(exposition([{ loop: 'refund', meters }])).toBe('')
  })

  it('has series of their own for so many loops, and one for the rest', () => {
    const loops = Array.from({ length: 503 }, (_, place) => ({
      loop: `loop-${String(place).padStart(3, '0')}`,
      meters: metersWith((all) => count(all, 'pavane.hook.repeated', {}, 2)),
    }))
    const [family] = parse(exposition(loops))
    expect(family?.metrics).toHaveLength(501)
    expect(family?.metrics.at(-1)).toEqual({ value: '6', labels: { loop: '(others)' } })
  })
})

describe('what is under way', () => {
  it('is told as it is now, and a host that is not called once a shard', () => {
    const breaker = { host: 'payments', is: 'open', until: 5 } as const
    const status = { shard: 0, queued: 2, running: 1, limit: 100, actions: [], breakers: [breaker, breaker] }
    const meters = gaugesOf({ ...status, callbacks: { waiting: 4, dead: 1 } }, 3)
    const families = parse(exposition([{ loop: 'refund', meters }]))
    const values = families.map(({ name, type, metrics: [first] }) => [name, type, first?.value])
    expect(values).toEqual([
      ['pavane_runs_queued', 'GAUGE', '2'],
      ['pavane_runs_running', 'GAUGE', '1'],
      ['pavane_runs_limit', 'GAUGE', '100'],
      ['pavane_approvals_open', 'GAUGE', '3'],
      ['pavane_callbacks_waiting', 'GAUGE', '4'],
      ['pavane_callbacks_dead', 'GAUGE', '1'],
      ['pavane_hosts_blocked', 'GAUGE', '1'],
    ])
    expect(families.at(-1)?.metrics[0]?.labels).toEqual({ loop: 'refund', host: 'payments' })
  })
})

describe('the names for Prometheus', () => {
  it('are those of OpenTelemetry, with the unit and with what they count', () => {
    const names = Object.entries(metrics).map(([name, metric]) => familyName(name, metric))
    expect(names).toContain('pavane_effect_duration_seconds')
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^pavane(_[a-z]+)+$/)
  })
})
