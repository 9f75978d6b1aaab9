import type { Retry } from '../../../../shared/graph/nodes/action.ts'
import { counted } from '../../model/counted.ts'
import { type PlannedAttempt, retrySchedule } from '../../model/retryWaits.ts'
import { secondsInWords } from '../../model/secondsInWords.ts'

type RetryPlotProps = { retry: Retry; totalSeconds: number | undefined }

const width = 300
const left = 18
const rowHeight = 12
/** More rows than these say nothing more. */
const rows = 10
const inWords = (seconds: number) => secondsInWords(Math.round(seconds * 10) / 10)

/** The attempts over time: a row each, a band for the jitter, a line for the limit on all of them. */
export function RetryPlot({ retry, totalSeconds }: RetryPlotProps) {
  const schedule = retrySchedule(retry, totalSeconds ?? null)
  const last = schedule.at(-1)
  if (!last || schedule.length === 1)
    return <p className="text-xs text-fg-3">One attempt: nothing is repeated.</p>
  const shown = schedule.slice(0, rows)
  const end = Math.max(shown.at(-1)?.latest ?? 0, Math.min(totalSeconds ?? 0, last.latest * 1.5), 0.001)
  const x = (seconds: number) => left + (seconds / end) * (width - left - 8)
  const height = shown.length * rowHeight
  return (
    <figure className="flex flex-col gap-1">
      <svg aria-hidden viewBox={`0 0 ${width} ${height + 16}`} className="w-full text-fg-3">
        <path d={`M${left} ${height + 1}H${width - 8}`} className="stroke-line-2" strokeWidth="1" />
        {[0, 0.5, 1].map((share) => (
          <text
            key={share}
            x={x(end * share)}
            y={height + 13}
            textAnchor={share === 0 ? 'start' : share === 1 ? 'end' : 'middle'}
            className="fill-current text-[10px]"
          >
            {inWords(end * share)}
          </text>
        ))}
        {shown.map((attempt, index) => (
          <Attempt key={attempt.attempt} attempt={attempt} y={index * rowHeight + rowHeight / 2} x={x} />
        ))}
        {totalSeconds !== undefined && totalSeconds <= end && (
          <path
            d={`M${x(totalSeconds)} 0V${height + 1}`}
            strokeWidth="1.5"
            strokeDasharray="3 2"
            className="stroke-danger"
          />
        )}
      </svg>
      <figcaption className="text-xs text-fg-3">{captionOf(schedule, retry, totalSeconds)}</figcaption>
    </figure>
  )
}

type AttemptProps = { attempt: PlannedAttempt; y: number; x: (seconds: number) => number }

function Attempt({ attempt: { attempt, earliest, latest, cut }, y, x }: AttemptProps) {
  const from = x(earliest)
  const to = x(latest)
  return (
    <g opacity={cut === 'always' ? 0.3 : 1}>
      <text x={0} y={y + 3.5} className="tabular fill-current text-[10px]">
        {attempt}
      </text>
      <rect
        x={from}
        y={y - 2.5}
        width={Math.max(0, to - from)}
        height={5}
        rx={2.5}
        className="fill-kind-action-soft stroke-kind-action"
        strokeWidth="0.75"
      />
      <circle cx={(from + to) / 2} cy={y} r={3} className="fill-kind-action" />
    </g>
  )
}

function captionOf(schedule: readonly PlannedAttempt[], retry: Retry, totalSeconds: number | undefined) {
  const last = schedule.at(-1)
  const when = inWords(last?.latest ?? 0)
  const start =
    retry.jitter === 'full'
      ? `${counted(schedule.length, 'attempt')}; the last leaves ${inWords((last?.latest ?? 0) / 2)} after the first on average, ${when} at the latest.`
      : `${counted(schedule.length, 'attempt')}; the last leaves ${when} after the first.`
  const cut = schedule.filter((attempt) => attempt.cut !== 'never').length
  const limit =
    cut > 0 && totalSeconds !== undefined
      ? ` The limit of ${inWords(totalSeconds)} can cut off ${cut === 1 ? 'the last' : `the last ${cut}`}.`
      : ''
  const more = schedule.length > rows ? ` The first ${rows} are drawn.` : ''
  return start + limit + more
}
