import { Link } from 'react-router'
import type { LoopKpis } from '../../shared/api/kpis.ts'
import type { StopReason } from '../../shared/engine/event.ts'
import { stopReasonWords } from '../runs/stopReasonWords.ts'
import { number, percent } from './kpiWords.ts'

/** Why runs ended, most frequent first; each leads to the runs that ended so. */
export function StopReasons({ kpis: { loop, from, to, total } }: { kpis: LoopKpis }) {
  const reasons = Object.entries(total.reasons) as [StopReason, number][]
  if (reasons.length === 0) return null
  return (
    <section className="flex flex-col gap-1 rounded-md border border-line-1 bg-surface-1 p-3">
      <h2 className="text-sm font-semibold">Why runs ended</h2>
      <table className="tabular w-full max-w-3xl border-collapse text-sm">
        <thead className="sr-only">
          <tr>
            <th scope="col">Reason</th>
            <th scope="col">Runs</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {reasons
            .toSorted(([, one], [, other]) => other - one)
            .map(([reason, runs]) => (
              <tr key={reason}>
                <th scope="row" className="w-52 py-0.5 pr-4 text-left font-normal whitespace-nowrap">
                  <Link
                    to={`/loops/${loop}/runs?reason=${reason}&since=${from}&until=${to}`}
                    className="underline-offset-2 hover:underline"
                  >
                    {stopReasonWords[reason]}
                  </Link>
                </th>
                <td className="w-16 py-0.5 pr-3 text-right">{number(runs)}</td>
                <td className="w-16 py-0.5 pr-3 text-right text-fg-3">{percent(runs / total.ended)}</td>
                <td aria-hidden className="py-0.5">
                  <span
                    className="block h-2.5 min-w-px rounded-sm bg-accent"
                    style={{ width: `${(runs / total.ended) * 100}%` }}
                  />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  )
}
