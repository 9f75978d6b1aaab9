import type { KpiFigures, LoopKpis } from '../../shared/api/kpis.ts'
import type { Outcome } from '../../shared/graph/nodes/outcome.ts'
import { BarChart } from './BarChart.tsx'
import { LineChart } from './LineChart.tsx'
import type { Columns, Series } from './series.ts'

const outcomes = [
  ['succeeded', 'Succeeded', 'text-success'],
  ['failed', 'Failed', 'text-danger'],
  ['bailed', 'Bailed', 'text-state-uncertain'],
  ['rolled-back', 'Rolled back', 'text-verdict-rollback'],
  ['cancelled', 'Cancelled', 'text-line-2'],
] as const satisfies [Outcome, string, string][]

/** Lines that stand together: told apart by their dashes as well. */
const looks = [
  { colour: 'text-accent' },
  { colour: 'text-kind-action', dashes: '6 3' },
  { colour: 'text-verdict-escalate', dashes: '1 3.5' },
] as const

/** What the runs came to over time. */
export function LoopCharts({ kpis: { points, step, expected } }: { kpis: LoopKpis }) {
  const columns: Columns = { times: points.map(({ at }) => at), step }
  const line = (place: number, name: string, of: (figures: KpiFigures) => number | null): Series => ({
    ...(looks[place] ?? looks[0]),
    name,
    values: points.map(of),
  })
  return (
    <section aria-label="Over time" className="grid items-start gap-3 lg:grid-cols-2">
      <BarChart
        title="Runs"
        says="by how they ended"
        unit="count"
        columns={columns}
        series={outcomes.flatMap(([outcome, name, colour]) => {
          const values = points.map((point) => point.outcomes[outcome] ?? 0)
          // Only what happened takes a place in the legend.
          return values.some((value) => value > 0) ? [{ name, colour, values }] : []
        })}
      />
      <LineChart
        title="Cycle time"
        says="from acceptance to end"
        unit="ms"
        columns={columns}
        usual={expected.cycle.p95}
        series={[
          line(0, 'p50', ({ cycle }) => cycle.p50),
          line(1, 'p95', ({ cycle }) => cycle.p95),
          line(2, 'p99', ({ cycle }) => cycle.p99),
        ]}
      />
      <LineChart
        title="Phases"
        says="p95 of planning, of a step, and of verifying"
        unit="ms"
        columns={columns}
        series={[
          line(0, 'Planning', ({ planning }) => planning.p95),
          line(1, 'Action', ({ action }) => action.p95),
          line(2, 'Verification', ({ verification }) => verification.p95),
        ]}
      />
      <LineChart
        title="Verdicts and plans"
        says="shares"
        unit="share"
        columns={columns}
        usual={expected.passRate}
        series={[
          line(0, 'Verdicts that pass', ({ passRate }) => passRate),
          line(1, 'Plans that fail', ({ plans }) => plans.failureRate),
        ]}
      />
      <LineChart
        title="Recovery"
        says="from a verdict that did not pass to one that did"
        unit="ms"
        columns={columns}
        usual={expected.recovery.p95}
        series={[
          line(0, 'p50', ({ recovery }) => recovery.p50),
          line(1, 'p95', ({ recovery }) => recovery.p95),
        ]}
      />
      <LineChart
        title="Time in the queue"
        says="from acceptance to start"
        unit="ms"
        columns={columns}
        usual={expected.queue.p95}
        series={[line(0, 'p50', ({ queue }) => queue.p50), line(1, 'p95', ({ queue }) => queue.p95)]}
      />
      <BarChart
        title="Cost"
        unit="usd"
        columns={columns}
        series={[{ name: 'Cost', colour: 'text-accent', values: points.map(({ costUsd }) => costUsd) }]}
      />
      <BarChart
        title="Drift"
        says="comparisons with baselines"
        unit="count"
        columns={columns}
        series={[
          {
            name: 'As before',
            colour: 'text-success',
            values: points.map(({ drift: { checked, found } }) => checked - found),
          },
          { name: 'Drifted', colour: 'text-danger', values: points.map(({ drift }) => drift.found) },
        ]}
      />
    </section>
  )
}
