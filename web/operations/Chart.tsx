import type { ReactNode } from 'react'
import { cx } from '../ui/cx.ts'
import { Disclosure } from '../ui/Disclosure.tsx'
import { axisEnd, type ChartUnit, middleOf, ticksOf } from './chartScale.ts'
import { stepWords, tickWords } from './kpiWords.ts'
import { type Columns, type Series, valueWords } from './series.ts'

type ChartProps = {
  title: string
  says?: ReactNode
  unit: ChartUnit
  columns: Columns
  series: readonly Series[]
  /** The highest that is drawn. */
  most: number
  /** What is usual: a line across. */
  usual?: number | null
  /** What is drawn in a square of a hundred, whose top is `end`. */
  draw: (end: number) => ReactNode
  /** A sample of a series, for the legend. */
  sample: (series: Series) => ReactNode
}

const mostTicks = 6
const longFrom = 48

/** The frame of a chart: axes, what is usual, a legend, and the figures behind it as a table. */
export function Chart({ title, says, unit, columns, series, most, usual = null, draw, sample }: ChartProps) {
  const { times, step } = columns
  // A count of nothing is nothing to see, and a duration or a share of nothing is a value.
  const isNothing = (value: number | null) =>
    value === null || (value === 0 && (unit === 'count' || unit === 'usd'))
  const isEmpty = series.every(({ values }) => values.every(isNothing))
  const end = axisEnd(Math.max(most, usual ?? 0), unit)
  return (
    <figure className="flex min-w-0 flex-col gap-1 rounded-md border border-line-1 bg-surface-1 p-3">
      <figcaption className="flex flex-wrap items-baseline gap-x-2">
        <h2 className="text-sm font-semibold">{title}</h2>
        {says && <span className="text-xs text-fg-3">{says}</span>}
      </figcaption>
      {isEmpty ? (
        <p className="flex h-43 items-center justify-center text-sm text-fg-3">Nothing in this time</p>
      ) : (
        <>
          <div className="flex gap-2">
            <div
              aria-hidden
              className="tabular flex h-32 w-14 shrink-0 flex-col justify-between text-right text-xs leading-none text-fg-3"
            >
              <span>{valueWords(end, unit)}</span>
              <span>{valueWords(end / 2, unit)}</span>
              <span>0</span>
            </div>
            <div className="min-w-0 flex-1">
              <svg
                role="img"
                aria-label={`${title}, ${times.length} ${step === 'day' ? 'days' : 'hours'}. The figures are in the table below`}
                viewBox="0 0 100 100"
                preserveAspectRatio="none"
                className="block h-32 w-full overflow-visible border-b border-line-2"
              >
                <path
                  d="M0 0H100M0 50H100"
                  className="fill-none stroke-line-1"
                  vectorEffect="non-scaling-stroke"
                />
                {draw(end)}
                {usual !== null && (
                  <path
                    d={`M0 ${100 - (usual / end) * 100}H100`}
                    strokeDasharray="2 3"
                    className="fill-none stroke-line-2"
                    vectorEffect="non-scaling-stroke"
                  />
                )}
                {times.map((at, place) => (
                  <rect
                    key={at}
                    x={(place / times.length) * 100}
                    width={100 / times.length}
                    height="100"
                    className="fill-transparent hover:fill-current hover:opacity-10"
                  >
                    <title>{pointWords(at, place, columns, series, unit)}</title>
                  </rect>
                ))}
              </svg>
              <Ticks {...columns} />
            </div>
          </div>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5 pl-16 text-xs text-fg-2">
            {series.map((each) => (
              <span key={each.name} className={cx('inline-flex items-center gap-1.5', each.colour)}>
                {sample(each)}
                <span className="text-fg-2">{each.name}</span>
              </span>
            ))}
            {usual !== null && (
              <span className="inline-flex items-center gap-1.5">
                <svg aria-hidden viewBox="0 0 16 4" className="h-1 w-4">
                  <path d="M0 2H16" strokeDasharray="2 3" className="stroke-line-2" />
                </svg>
                usual: {valueWords(usual, unit)}
              </span>
            )}
            <Disclosure summary="Figures" className="open:basis-full">
              <Figures title={title} unit={unit} columns={columns} series={series} />
            </Disclosure>
          </div>
        </>
      )}
    </figure>
  )
}

function pointWords(
  at: number,
  place: number,
  { step }: Columns,
  series: readonly Series[],
  unit: ChartUnit,
) {
  const values = series.map(({ name, values: of }) => `${name}: ${valueWords(of[place] ?? null, unit)}`)
  return [stepWords(at, step), ...values].join('\n')
}

function Ticks({ times, step }: Columns) {
  return (
    <div aria-hidden className="tabular relative h-4 text-xs text-fg-3">
      {ticksOf(times.length, mostTicks).map((place) => (
        <span
          key={place}
          className="absolute -translate-x-1/2 whitespace-nowrap first:translate-x-0"
          style={{ left: place === 0 ? 0 : `${middleOf(place, times.length)}%` }}
        >
          {tickWords(times[place] ?? 0, step, times.length > longFrom)}
        </span>
      ))}
    </div>
  )
}

type FiguresProps = { title: string; unit: ChartUnit; columns: Columns; series: readonly Series[] }

/** Steps in which nothing happened are left out. */
function Figures({ title, unit, columns: { times, step }, series }: FiguresProps) {
  const rows = times.flatMap((at, place) => {
    const values = series.map((each) => each.values[place] ?? null)
    return values.every((value) => value === null || value === 0) ? [] : [{ at, values }]
  })
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key
    <section aria-label={`Figures: ${title}`} tabIndex={0} className="max-h-60 overflow-auto">
      <table className="tabular w-full border-collapse text-xs">
        <caption className="sr-only">{title}</caption>
        <thead className="text-fg-3">
          <tr>
            <th scope="col" className="py-0.5 pr-3 text-left font-medium">
              {step === 'day' ? 'Day (UTC)' : 'From'}
            </th>
            {series.map(({ name }) => (
              <th key={name} scope="col" className="py-0.5 pl-3 text-right font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, values }) => (
            <tr key={at} className="border-t border-line-1">
              <th scope="row" className="py-0.5 pr-3 text-left font-normal whitespace-nowrap">
                {stepWords(at, step)}
              </th>
              {values.map((value, place) => (
                <td key={series[place]?.name} className="py-0.5 pl-3 text-right whitespace-nowrap">
                  {valueWords(value, unit)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
