import { Link } from 'react-router'
import type { KpiHealth, LoopGlance } from '../../shared/api/kpis.ts'
import { cx } from '../ui/cx.ts'
import { formatCost, formatDuration } from '../ui/formatTime.ts'
import { HealthBadge, HealthReasons } from './HealthBadge.tsx'
import { none, number, percent } from './kpiWords.ts'
import { Spark } from './Spark.tsx'

type GlanceTableProps = {
  loops: readonly LoopGlance[]
  /** The query string of the pages of loops. */
  search: string
}

/** The page of the loop has them all. */
const mostReasons = 3

const columns = ['Runs', 'Succeeded', 'Cycle time, p95', 'Cost', 'Under way'] as const

/** A row a loop: how it does and why, what its runs came to, and what is usual. */
export function GlanceTable({ loops, search }: GlanceTableProps) {
  return (
    <div className="overflow-x-auto rounded-md border border-line-1 bg-surface-1">
      <table className="tabular w-full border-collapse text-sm">
        <thead className="text-left text-xs text-fg-3">
          <tr>
            <th scope="col" className="px-3 py-1.5 font-medium">
              Loop
            </th>
            <th scope="col" className="px-3 py-1.5 font-medium">
              Health
            </th>
            {columns.map((column, place) => (
              <th
                key={column}
                scope="col"
                className={cx('px-3 py-1.5 font-medium whitespace-nowrap', place > 0 && 'text-right')}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {loops.map((loop) => (
            <GlanceRow key={loop.loop} glance={loop} search={search} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function GlanceRow({ glance, search }: { glance: LoopGlance; search: string }) {
  const { loop, health, now, total, expected, points } = glance
  return (
    <tr className="border-t border-line-1 align-top">
      <th scope="row" className="max-w-60 min-w-36 px-3 py-2 text-left font-normal">
        <Link
          to={`/operations/${loop}${search}`}
          className="font-medium break-words text-fg-1 underline-offset-2 hover:underline"
        >
          {loop}
        </Link>
      </th>
      <td className="max-w-80 min-w-52 px-3 py-2">
        <div className="flex flex-col items-start gap-1">
          <HealthBadge state={health.state} />
          <HealthReasons health={health} most={mostReasons} />
        </div>
      </td>
      <td className="px-3 py-2 whitespace-nowrap">
        <span className="flex items-end gap-2">
          <Spark points={points} />
          {number(total.ended)}
        </span>
      </td>
      <Figure
        now={percent(total.succeeded)}
        usual={expected.succeeded === null ? null : percent(expected.succeeded)}
        isOff={isOff(health, 'outcomes')}
      />
      <Figure
        now={total.cycle.p95 === null ? none : formatDuration(total.cycle.p95)}
        usual={expected.cycle.p95 === null ? null : formatDuration(expected.cycle.p95)}
        isOff={isOff(health, 'cycle-time')}
      />
      <Figure now={formatCost(total.costUsd)} usual={null} isOff={isOff(health, 'cost')} />
      <td className="px-3 py-2 text-right whitespace-nowrap">
        {number(now.running)}
        <NowWords queued={now.queued} approvals={now.approvals} />
      </td>
    </tr>
  )
}

const isOff = ({ reasons }: KpiHealth, code: KpiHealth['reasons'][number]['code']) =>
  reasons.some((reason) => reason.code === code)

function NowWords({ queued, approvals }: { queued: number; approvals: number }) {
  if (queued + approvals === 0) return null
  const words = [
    ...(queued > 0 ? [`${number(queued)} queued`] : []),
    ...(approvals > 0 ? [`${number(approvals)} to approve`] : []),
  ]
  return <span className="block text-xs text-fg-3">{words.join(', ')}</span>
}

/** A figure over what is usual; off what is usual it is told apart, and the health beside it says so in words. */
function Figure({ now, usual, isOff: off }: { now: string; usual: string | null; isOff: boolean }) {
  return (
    <td className={cx('px-3 py-2 text-right whitespace-nowrap', off && 'font-semibold')}>
      {now}
      {usual !== null && <span className="block text-xs font-normal text-fg-3">usually {usual}</span>}
    </td>
  )
}
