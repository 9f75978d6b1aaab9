import type { Retry } from '../../../../shared/graph/nodes/action.ts'
import { retryWaits } from '../../model/retryWaits.ts'
import { secondsInWords } from '../../model/secondsInWords.ts'
import { NumberField } from '../fields/NumberField.tsx'
import { SelectField } from '../fields/SelectField.tsx'

const jitters = [
  { value: 'full', label: 'Full', hint: 'Anything up to the wait' },
  { value: 'none', label: 'None', hint: 'Exactly the wait' },
] as const

/** When a failed attempt is repeated, with a drawing of the waits. */
export function RetryFields({ retry }: { retry: Retry }) {
  return (
    <div className="flex flex-col gap-3 border-l-2 border-line-2 pl-3">
      <div className="grid grid-cols-2 gap-2">
        <NumberField at="/retry/maxAttempts" label="Attempts" integer />
        <NumberField at="/retry/initialSeconds" label="First wait, s" />
        <NumberField at="/retry/factor" label="Times, each time" />
        <NumberField at="/retry/maxSeconds" label="Longest wait, s" />
      </div>
      <SelectField at="/retry/jitter" label="Jitter" options={jitters} />
      <RetryDrawing retry={retry} />
    </div>
  )
}

function RetryDrawing({ retry }: { retry: Retry }) {
  const waits = retryWaits(retry)
  const total = waits.reduce((sum, wait) => sum + wait, 0)
  if (waits.length === 0) return <p className="text-xs text-fg-3">One attempt: nothing is repeated.</p>
  const width = 300
  const share = (wait: number) => (total === 0 ? 12 : (wait / total) * (width - 8))
  const marks = waits.reduce<number[]>((places, wait) => [...places, (places.at(-1) ?? 0) + share(wait)], [4])
  const words = waits.map((wait) => secondsInWords(Math.round(wait * 10) / 10)).join(', ')
  return (
    <figure className="flex flex-col gap-1">
      <svg aria-hidden viewBox={`0 0 ${width} 20`} className="w-full">
        <path d={`M 4 10 H ${Math.max(...marks)}`} strokeWidth={1} style={{ stroke: 'var(--border-2)' }} />
        {marks.map((x, index) => (
          <circle key={index} cx={x} cy={10} r={index === 0 ? 4 : 3} style={{ fill: 'var(--kind-action)' }} />
        ))}
      </svg>
      <figcaption className="text-xs text-fg-3">
        {waits.length + 1} attempts, {retry.jitter === 'full' ? 'waiting up to' : 'waiting'} {words}; over
        after {secondsInWords(Math.round(total * 10) / 10)} at the latest, without the calls’ own time.
      </figcaption>
    </figure>
  )
}
