import { Link } from 'react-router'
import type { KpiDurations, KpiFigures, LoopKpis } from '../../shared/api/kpis.ts'
import { formatCost, formatDuration } from '../ui/formatTime.ts'
import { none, number, percent } from './kpiWords.ts'

type Tile = { name: string; now: string; usual: string | null; to?: string }

/** The figures of the time in all, each over what is usual. */
export function LoopTiles({ kpis }: { kpis: LoopKpis }) {
  return (
    <dl
      aria-label="Figures"
      className="grid grid-cols-2 gap-px sm:grid-cols-5 overflow-hidden rounded-md border border-line-1 bg-line-1"
    >
      {tilesOf(kpis).map(({ name, now, usual, to }) => (
        <div key={name} className="bg-surface-1 px-3 py-2">
          <dt className="text-xs text-fg-3">
            {to ? (
              <Link to={to} className="underline underline-offset-2 hover:text-fg-1">
                {name}
              </Link>
            ) : (
              name
            )}
          </dt>
          <dd className="tabular">
            <span className="block text-lg font-semibold">{now}</span>
            <span className="block text-xs text-fg-3">
              {usual === null ? 'nothing before' : `usually ${usual}`}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function tilesOf({ loop, from, to, usual: before, total, expected }: LoopKpis): Tile[] {
  const share = before.to > before.from ? (to - from) / (before.to - before.from) : 0
  const known = expected.started > 0
  const scaled = (count: number) => (known ? number(count * share) : null)
  const rate = (name: string, of: (figures: KpiFigures) => number | null): Tile => {
    const usual = of(expected)
    return { name, now: percent(of(total)), usual: usual === null ? null : percent(usual) }
  }
  const p95 = (name: string, of: (figures: KpiFigures) => KpiDurations): Tile => {
    const [now, usual] = [of(total).p95, of(expected).p95]
    return { name, now: words(now), usual: usual === null ? null : formatDuration(usual) }
  }
  return [
    { name: 'Runs started', now: number(total.started), usual: scaled(expected.started) },
    { name: 'Runs ended', now: number(total.ended), usual: scaled(expected.ended) },
    rate('Succeeded', ({ succeeded }) => succeeded),
    p95('Cycle time, p95', ({ cycle }) => cycle),
    rate('Verdicts that pass', ({ passRate }) => passRate),
    rate('Plans that fail', ({ plans }) => plans.failureRate),
    p95('Recovery, p95', ({ recovery }) => recovery),
    p95('In the queue, p95', ({ queue }) => queue),
    {
      name: 'Cost',
      now: formatCost(total.costUsd),
      usual: known ? formatCost(expected.costUsd * share) : null,
    },
    {
      name: 'Drift found',
      now: ofChecks(total),
      usual: expected.drift.checked === 0 ? null : ofChecks(expected),
      to: `/loops/${loop}/drift`,
    },
  ]
}

const words = (ms: number | null) => (ms === null ? none : formatDuration(ms))

const ofChecks = ({ drift: { checked, found } }: KpiFigures) =>
  checked === 0 ? none : percent(found / checked)
