import type { Callback } from '../../shared/api/callbacks.ts'
import { formatDuration } from '../ui/formatTime.ts'
import { Time } from '../ui/Time.tsx'

/** Each attempt of a callback, newest first, and when the next one is. */
export function AttemptList({ callback: { attempts, nextAt } }: { callback: Callback }) {
  return (
    <div className="flex flex-col gap-1 text-xs">
      {nextAt !== null && (
        <p className="text-fg-2">
          Tried next <Time at={nextAt} />
        </p>
      )}
      {attempts.length === 0 && <p className="text-fg-3">No attempt yet.</p>}
      <ol className="flex flex-col gap-1">
        {attempts.toReversed().map(({ at, ms, status, error }) => (
          <li key={at} className="flex flex-wrap gap-x-2 text-fg-2">
            <Time at={at} />
            <span className={error === null ? 'text-success' : 'text-danger'}>
              {error ?? (status === null ? 'Taken' : `Taken with ${status}`)}
            </span>
            <span className="tabular text-fg-3">{formatDuration(ms)}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
