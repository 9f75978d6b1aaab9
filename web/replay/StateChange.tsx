import { useMemo } from 'react'
import { useStore } from 'zustand'
import { cx } from '../ui/cx.ts'
import { Disclosure } from '../ui/Disclosure.tsx'
import { JsonView } from '../ui/JsonView.tsx'
import { CutValue } from './CutValue.tsx'
import { type Difference, diffJson } from './diffJson.ts'
import type { Playback } from './playback.ts'

/** Rows shown; past it the change is better read in the whole state below. */
const most = 30

/** What the event at the cursor changed in the run's state, and the whole state after it. */
export function StateChange({ playback }: { playback: Playback }) {
  const events = useStore(playback, (state) => state.events)
  const cursor = useStore(playback, (state) => state.cursor)
  const { after, differences } = useMemo(() => {
    const { stateAt } = playback.getState()
    const earlier = events.length === 0 ? stateAt(0) : stateAt(cursor - 1)
    const later = stateAt(cursor)
    return { after: later, differences: diffJson(earlier, later).filter(telling) }
  }, [playback, events, cursor])
  return (
    <div className="flex flex-col gap-3 p-3">
      {differences.length === 0 ? (
        <p className="text-sm text-fg-2">
          This event is on record and changes nothing that decides what comes next.
        </p>
      ) : (
        <ul className="flex flex-col gap-2">
          {differences.slice(0, most).map((difference) => (
            <DifferenceEntry key={difference.path} difference={difference} />
          ))}
          {differences.length > most && (
            <li className="text-xs text-fg-3">
              and {(differences.length - most).toLocaleString('en')} more: open the whole state below
            </li>
          )}
        </ul>
      )}
      <Disclosure summary="The whole state after it">
        <JsonView value={after} label="State" />
      </Disclosure>
    </div>
  )
}

/** The clock moves with every event, and a place for nothing that comes or goes is nothing. */
function telling(difference: Difference): boolean {
  if (difference.path === 'at') return false
  if (difference.kind === 'added') return difference.after !== null
  return difference.kind === 'removed' ? difference.before !== null : true
}

const kindWords = { added: 'added', removed: 'removed', changed: 'changed' } as const

function DifferenceEntry({ difference }: { difference: Difference }) {
  const before = difference.kind === 'added' ? undefined : difference.before
  const after = difference.kind === 'removed' ? undefined : difference.after
  return (
    <li className="min-w-0 overflow-hidden rounded-sm border border-line-1">
      <p className="flex items-baseline gap-2 bg-surface-2 px-2 py-0.5">
        <code className="min-w-0 flex-1 truncate font-mono text-xs" title={difference.path}>
          {difference.path === '' ? 'state' : difference.path}
        </code>
        <span className="text-xs text-fg-3">{kindWords[difference.kind]}</span>
      </p>
      {difference.kind !== 'added' && (
        <Side sign="−" value={before} other={after} className="bg-danger-soft" label="Before" />
      )}
      {difference.kind !== 'removed' && (
        <Side sign="+" value={after} other={before} className="bg-success-soft" label="After" />
      )}
    </li>
  )
}

type SideProps = { sign: string; value: unknown; other: unknown; label: string; className: string }

function Side({ sign, value, other, label, className }: SideProps) {
  return (
    <div className={cx('flex gap-2 px-2 py-0.5', className)}>
      <span aria-hidden className="font-mono text-xs text-fg-2">
        {sign}
      </span>
      <span className="sr-only">{label}</span>
      <CutValue value={value} other={other} label={label} />
    </div>
  )
}
