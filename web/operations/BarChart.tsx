import { Chart } from './Chart.tsx'
import type { ChartUnit } from './chartScale.ts'
import type { Columns, Series } from './series.ts'

type BarChartProps = {
  title: string
  says?: string
  unit: ChartUnit
  columns: Columns
  series: readonly Series[]
}

/** Values over time as bars, those of a step upon each other in the order of the legend. */
export function BarChart({ series, columns, ...rest }: BarChartProps) {
  const count = columns.times.length
  const sumAt = (place: number, upTo: number) =>
    series.slice(0, upTo).reduce((sum, { values }) => sum + (values[place] ?? 0), 0)
  const most = Math.max(0, ...columns.times.map((_, place) => sumAt(place, series.length)))
  return (
    <Chart
      {...rest}
      columns={columns}
      series={series}
      most={most}
      draw={(end) =>
        series.map(({ name, colour, values }, layer) => (
          <g key={name} className={`fill-current ${colour}`}>
            {values.map((value, place) => {
              if (!value) return null
              const height = (value / end) * 100
              const top = 100 - (sumAt(place, layer) / end) * 100 - height
              const width = 100 / count
              return (
                <rect
                  key={columns.times[place]}
                  x={(place + 0.12) * width}
                  width={width * 0.76}
                  y={top}
                  height={height}
                />
              )
            })}
          </g>
        ))
      }
      sample={() => <span aria-hidden className="size-2.5 rounded-sm bg-current" />}
    />
  )
}
