import {
  Ban,
  Check,
  Clock,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  OctagonX,
  Pause,
  TriangleAlert,
  Undo2,
  X,
} from 'lucide-react'
import type { RunStatus } from '../../shared/api/runs.ts'
import type { Outcome } from '../../shared/graph/nodes/outcome.ts'
import { cx } from '../ui/cx.ts'

type Look = { icon: LucideIcon; label: string; classes: string }

export const outcomeLooks = {
  succeeded: { icon: Check, label: 'Succeeded', classes: 'bg-success-soft text-success' },
  failed: { icon: X, label: 'Failed', classes: 'bg-danger-soft text-danger' },
  'rolled-back': {
    icon: Undo2,
    label: 'Rolled back',
    classes: 'bg-verdict-rollback-soft text-verdict-rollback',
  },
  bailed: { icon: OctagonX, label: 'Bailed', classes: 'bg-verdict-bail-soft text-verdict-bail' },
  cancelled: { icon: Ban, label: 'Cancelled', classes: 'bg-surface-3 text-fg-2' },
} as const satisfies Record<Outcome, Look>

export const statusLooks = {
  queued: { icon: Hourglass, label: 'Queued', classes: 'bg-surface-3 text-fg-2' },
  running: { icon: LoaderCircle, label: 'Running', classes: 'bg-state-running-soft text-state-running' },
  waiting: { icon: Clock, label: 'Waiting', classes: 'bg-state-waiting-soft text-state-waiting' },
  paused: { icon: Pause, label: 'Paused', classes: 'bg-surface-3 text-fg-2' },
  stuck: { icon: TriangleAlert, label: 'Stuck', classes: 'bg-danger-soft text-danger' },
  ended: { icon: Check, label: 'Ended', classes: 'bg-surface-3 text-fg-2' },
} as const satisfies Record<RunStatus, Look>

/** How a run ended, or how it stands while it has not. */
export function OutcomeBadge({
  status,
  outcome,
  className,
}: {
  status: RunStatus
  outcome: Outcome | null
  className?: string
}) {
  const { icon: Icon, label, classes }: Look = outcome === null ? statusLooks[status] : outcomeLooks[outcome]
  return (
    <span
      className={cx(
        'inline-flex h-5 shrink-0 align-middle items-center gap-1 whitespace-nowrap rounded-sm px-1.5 text-xs font-medium',
        classes,
        className,
      )}
    >
      <Icon
        aria-hidden
        className={cx('size-3', status === 'running' && outcome === null && 'animate-spin')}
      />
      {label}
    </span>
  )
}
