import { ChevronRight, CirclePlay, Clock, Eye, type LucideIcon, RefreshCw, TimerOff, X } from 'lucide-react'
import { useState } from 'react'
import type { SandboxCall } from '../../shared/api/sandbox.ts'
import { cx } from '../ui/cx.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { formatClock, formatExact } from '../ui/formatTime.ts'
import { JsonView } from '../ui/JsonView.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'

const didLooks = {
  effect: { icon: CirclePlay, label: 'Carried out', classes: 'text-success' },
  replayed: { icon: RefreshCw, label: 'Answered again', classes: 'text-fg-2' },
  read: { icon: Eye, label: 'Read', classes: 'text-fg-2' },
  failed: { icon: X, label: 'Failed, as told', classes: 'text-danger' },
  stalled: { icon: TimerOff, label: 'Never answered', classes: 'text-danger' },
  delayed: { icon: Clock, label: 'Carried out, late', classes: 'text-warning' },
  rejected: { icon: X, label: 'Refused', classes: 'text-danger' },
} as const satisfies Record<SandboxCall['did'], { icon: LucideIcon; label: string; classes: string }>

/** The calls, newest first; each opens to its body and key. */
export function SandboxCalls({ calls }: { calls: readonly SandboxCall[] | undefined }) {
  if (!calls) {
    return (
      <div className="flex flex-col gap-2 p-3">
        {Array.from({ length: 5 }, (_, index) => (
          <Skeleton key={index} className="h-6" />
        ))}
      </div>
    )
  }
  if (calls.length === 0) {
    return (
      <EmptyState title="Nothing received yet">
        When an action calls a host that points at the sandbox, the call shows here with what it did.
      </EmptyState>
    )
  }
  return (
    <ol aria-label="Calls, newest first">
      {calls.map((call) => (
        <CallRow key={call.id} call={call} />
      ))}
    </ol>
  )
}

function CallRow({ call }: { call: SandboxCall }) {
  const [open, setOpen] = useState(false)
  const { icon: Icon, label, classes } = didLooks[call.did]
  return (
    <li className="border-t border-line-1 first:border-t-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex w-full items-center gap-2 px-3 py-1.5 text-left hover:bg-surface-2 focus-visible:-outline-offset-2"
      >
        <ChevronRight
          aria-hidden
          className={cx('size-3 shrink-0 text-fg-3 transition-transform', open && 'rotate-90')}
        />
        <time
          dateTime={new Date(call.at).toISOString()}
          title={formatExact(call.at)}
          className="tabular w-22 shrink-0 font-mono text-xs text-fg-3"
        >
          {formatClock(call.at)}
        </time>
        <span className={cx('flex w-36 shrink-0 items-center gap-1 text-xs font-medium', classes)}>
          <Icon aria-hidden className="size-3.5" />
          {label}
        </span>
        <span className="w-14 shrink-0 font-mono text-xs font-medium">{call.method}</span>
        <span className="min-w-0 flex-1 truncate font-mono text-xs">
          <span className="text-fg-3">{call.app}</span>
          {call.path.startsWith('/') ? call.path : `/${call.path}`}
        </span>
        <span
          className={cx(
            'tabular shrink-0 font-mono text-xs',
            call.status >= 400 ? 'text-danger' : 'text-fg-2',
          )}
        >
          {call.status === 0 ? 'no answer' : call.status}
        </span>
      </button>
      {open && (
        <div className="border-t border-line-1 bg-surface-0 px-8 py-2">
          <dl className="mb-2 grid grid-cols-[120px_minmax(0,1fr)] gap-y-1 text-xs">
            <dt className="text-fg-3">Idempotency key</dt>
            <dd className="font-mono break-all">
              {call.key ?? <span className="font-sans text-fg-3">none</span>}
            </dd>
            <dt className="text-fg-3">Changed something</dt>
            <dd>{call.effect ? 'yes' : 'no'}</dd>
          </dl>
          <JsonView value={call.body} label="body" root="body" />
        </div>
      )}
    </li>
  )
}
