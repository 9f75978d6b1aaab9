import { Chart } from './Chart.tsx'
import { type ChartUnit, linePaths } from './chartScale.ts'
import type { Columns, Series } from './series.ts'

type LineChartProps = {
  title: string
  says?: string
  unit: ChartUnit
  columns: Columns
  series: readonly Series[]
  usual?: number | null
}

/** Values over time as lines. */
export function LineChart({ series, ...rest }: LineChartProps) {
  const most = Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)))
  return (
    <Chart
      {...rest}
      series={series}
      most={most}
      draw={(end) =>
        series.map(({ name, colour, dashes, values }) => {
          const { lines, dots } = linePaths(values, end)
          return (
            <g
              key={name}
              strokeLinecap="round"
              strokeLinejoin="round"
              className={`fill-none stroke-current ${colour}`}
            >
              <path d={lines} strokeDasharray={dashes} strokeWidth="1.75" vectorEffect="non-scaling-stroke" />
              <path d={dots} strokeWidth="6" vectorEffect="non-scaling-stroke" />
            </g>
          )
        })
      }
      sample={({ dashes }) => (
        <svg aria-hidden viewBox="0 0 16 4" className="h-1 w-4">
          <path
            d="M1 2H15"
            strokeDasharray={dashes}
            strokeWidth="2"
            strokeLinecap="round"
            className="stroke-current"
          />
        </svg>
      )}
    />
  )
}
