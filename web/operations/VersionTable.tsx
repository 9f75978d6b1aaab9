import { Link } from 'react-router'
import type { LoopKpis } from '../../shared/api/kpis.ts'
import { formatCost, formatDuration } from '../ui/formatTime.ts'
import { none, number, percent } from './kpiWords.ts'

const columns = [
  'Runs',
  'Succeeded',
  'Cycle, p50',
  'Cycle, p95',
  'Verdicts that pass',
  'Plans that fail',
  'Cost of a run',
  'Drift found',
] as const

/** The same figures of each version that had runs: a canary beside the stable one. */
export function VersionTable({ kpis: { loop, from, to, versions } }: { kpis: LoopKpis }) {
  if (versions.length === 0) return null
  return (
    <section className="flex flex-col gap-1 rounded-md border border-line-1 bg-surface-1 p-3">
      <h2 className="text-sm font-semibold">By version</h2>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key */}
      <section aria-label="Figures by version" tabIndex={0} className="overflow-x-auto">
        <table className="tabular w-full border-collapse text-sm">
          <thead className="text-xs text-fg-3">
            <tr>
              <th scope="col" className="py-1 pr-3 text-left font-medium">
                Version
              </th>
              {columns.map((column) => (
                <th key={column} scope="col" className="py-1 pl-3 text-right font-medium whitespace-nowrap">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {versions.map((figures) => (
              <tr key={figures.version} className="border-t border-line-1">
                <th scope="row" className="py-1 pr-3 text-left font-normal whitespace-nowrap">
                  {figures.version === 0 ? (
                    'Without a number'
                  ) : (
                    <Link
                      to={`/loops/${loop}/runs?version=${figures.version}&since=${from}&until=${to}`}
                      className="text-accent underline underline-offset-2"
                    >
                      Version {figures.version}
                    </Link>
                  )}
                </th>
                {cellsOf(figures).map((cell, place) => (
                  <td key={columns[place]} className="py-1 pl-3 text-right whitespace-nowrap">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

/** As many as there are columns. */
function cellsOf({ ended, succeeded, cycle, passRate, plans, costUsd, drift }: LoopKpis['versions'][number]) {
  const duration = (ms: number | null) => (ms === null ? none : formatDuration(ms))
  return [
    number(ended),
    percent(succeeded),
    duration(cycle.p50),
    duration(cycle.p95),
    percent(passRate),
    percent(plans.failureRate),
    ended === 0 ? none : formatCost(costUsd / ended),
    drift.checked === 0 ? none : percent(drift.found / drift.checked),
  ]
}
