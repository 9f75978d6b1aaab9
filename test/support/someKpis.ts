import type { AlertList } from '../../shared/api/alerts.ts'
import type { KpiOverview, LoopGlance, LoopKpis } from '../../shared/api/kpis.ts'
import { type KpiNow, kpiHealth } from '../../shared/projections/kpiHealth.ts'
import {
  foldCells,
  type KpiCell,
  type KpiSpan,
  kpiHourMs,
  kpiSeries,
  kpiSpan,
} from '../../shared/projections/kpiSeries.ts'
import { countKpi, type Kpis, noKpis, timeKpi } from '../../shared/projections/kpis.ts'

/** When what is shown was: fixed, so that pictures of it stay as they are. */
const now = 1_768_435_200_000
const daysBefore = 8

const calm: KpiNow = { queued: 0, running: 0, limit: 1000, approvals: 0, blockedHosts: [], deadCallbacks: 0 }

type Story = {
  /** How many runs an hour of the day has. */
  runs: (hour: number) => number
  /** How many of twenty do not succeed in the last day. */
  bad?: number
  /** How many times as long runs take in the last hours. */
  slower?: number
  now?: Partial<KpiNow>
}

const span = kpiSpan({ from: now - 24 * kpiHourMs, to: now }, now) as KpiSpan
const usual = { from: span.usualFrom, to: span.from }
const shareOf = (span.to - span.from) / (span.from - span.usualFrom)

/** What a loop’s runs came to over some days, made up. */
function cellsOf({ runs, bad = 0, slower = 1 }: Story): KpiCell[] {
  return Array.from({ length: daysBefore * 24 }, (_, hour): KpiCell => {
    const at = now - (daysBefore * 24 - hour) * kpiHourMs
    const isLate = hour >= (daysBefore - 1) * 24
    const kpis = noKpis()
    for (let run = 0; run < runs(hour % 24); run += 1)
      addRun(kpis, {
        number: hour * 7 + run,
        isBad: (hour + run) % 20 < (isLate ? bad : 1),
        times: isLate && hour % 24 > 15 ? slower : 1,
      })
    return { at, version: isLate && hour % 3 === 0 ? 13 : 12, kpis }
  })
}

function addRun(kpis: Kpis, { number, isBad, times }: { number: number; isBad: boolean; times: number }) {
  const long = (600 + ((number * 977) % 900)) * times
  countKpi(kpis, 'started')
  countKpi(kpis, `outcome ${isBad ? (number % 2 === 0 ? 'failed' : 'rolled-back') : 'succeeded'}`)
  countKpi(kpis, `reason ${isBad && number % 3 === 0 ? 'no-plan' : 'outcome'}`)
  countKpi(kpis, 'plansAsked')
  if (isBad && number % 3 === 0) countKpi(kpis, 'plansFailed')
  countKpi(kpis, `verdict ${isBad ? 'bail' : 'pass'}`)
  countKpi(kpis, 'costNanoUsd', 4e6 + (number % 5) * 1e6)
  countKpi(kpis, 'driftChecked')
  if (number % 50 === 0) countKpi(kpis, 'driftFound')
  timeKpi(kpis, 'cycle', long)
  timeKpi(kpis, 'queue', number % 9 === 0 ? 40 : 0)
  timeKpi(kpis, 'planning', long / 5)
  timeKpi(kpis, 'action', long / 2)
  timeKpi(kpis, 'verification', long / 10)
  if (number % 6 === 0) timeKpi(kpis, 'recovery', long * 2)
}

function seriesOf(story: Story) {
  const series = kpiSeries(foldCells(cellsOf(story), span), span, null)
  const here = { ...calm, ...story.now }
  return { ...series, now: here, health: kpiHealth({ ...series, now: here, shareOf }) }
}

const { from, to, step } = span

/** A loop’s figures that tell a story. */
export const someLoopKpis = (loop: string, story: Story): LoopKpis => ({
  loop,
  from,
  to,
  step,
  usual,
  ...seriesOf(story),
})

export function someGlance(loop: string, story: Story): LoopGlance {
  const { points, versions: _, ...rest } = seriesOf(story)
  const bars = points.map(({ at, ended, outcomes }) => ({
    at,
    ended,
    notSucceeded: ended - (outcomes.succeeded ?? 0) - (outcomes.cancelled ?? 0),
  }))
  return { loop, ...rest, points: bars }
}

export const someOverview = (loops: LoopGlance[]): KpiOverview => ({ from, to, step, usual, loops })

const byDay = (most: number) => (hour: number) => Math.round(most * (hour > 6 && hour < 20 ? 1 : 0.25))

export const stories = {
  failing: {
    runs: byDay(12),
    bad: 12,
    slower: 6,
    now: { queued: 14, running: 3, blockedHosts: ['payments'], deadCallbacks: 2 },
  },
  degraded: { runs: byDay(20), bad: 1, slower: 4, now: { running: 6, approvals: 3 } },
  ok: { runs: byDay(30), bad: 1, now: { running: 2 } },
  idle: { runs: () => 0 },
} as const satisfies Record<string, Story>

const receiver = { host: 'pager', path: '/alerts', secret: 'alerts_signing' }

/** Alerts of which one fires, and what they told. */
export const someAlerts: AlertList = {
  alerts: [
    {
      alert: 'refunds_fail',
      title: 'Refunds fail',
      loop: null,
      measure: 'failure-rate',
      threshold: 0.2,
      windowHours: 1,
      to: receiver,
      states: [
        { loop: 'payout', state: 'firing', value: 0.69, since: now - kpiHourMs },
        { loop: 'refund', state: 'ok', value: 0.04, since: now - kpiHourMs },
      ],
    },
    {
      alert: 'silent',
      title: 'No payout for six hours',
      loop: 'payout',
      measure: 'started',
      threshold: 1,
      windowHours: 6,
      to: receiver,
      states: [{ loop: 'payout', state: 'ok', value: 40, since: now - kpiHourMs }],
    },
  ],
  notices: [
    {
      id: '01a21950-1a91-7a76-b7d6-e65fca202591',
      kind: 'firing',
      alert: 'refunds_fail',
      title: 'Refunds fail',
      loop: 'payout',
      measure: 'failure-rate',
      threshold: 0.2,
      windowHours: 1,
      value: 0.69,
      message: 'Refunds fail: 69 % of runs do not succeed.',
      at: now - kpiHourMs,
      delivery: {
        status: 'waiting',
        tries: 1,
        nextAt: now,
        last: { at: now - kpiHourMs, ms: 20, status: 503, error: 'pager answered 503.' },
      },
    },
  ],
}
