import {
  Check,
  CircleDashed,
  CircleHelp,
  Clock,
  LoaderCircle,
  type LucideIcon,
  SkipForward,
  Undo2,
  X,
} from 'lucide-react'
import { cx } from './cx.ts'

/** Icon, word and colours of each state that a node or a step can be in. */
export const stateLooks = {
  pending: {
    icon: CircleDashed,
    label: 'Pending',
    classes: 'bg-state-pending-soft text-state-pending',
    hue: '--state-pending',
  },
  running: {
    icon: LoaderCircle,
    label: 'Running',
    classes: 'bg-state-running-soft text-state-running',
    hue: '--state-running',
  },
  succeeded: {
    icon: Check,
    label: 'Succeeded',
    classes: 'bg-state-succeeded-soft text-state-succeeded',
    hue: '--state-succeeded',
  },
  failed: {
    icon: X,
    label: 'Failed',
    classes: 'bg-state-failed-soft text-state-failed',
    hue: '--state-failed',
  },
  skipped: {
    icon: SkipForward,
    label: 'Skipped',
    classes: 'bg-state-skipped-soft text-state-skipped',
    hue: '--state-skipped',
  },
  uncertain: {
    icon: CircleHelp,
    label: 'Uncertain',
    classes: 'hatched bg-state-uncertain-soft text-state-uncertain',
    hue: '--state-uncertain',
  },
  compensated: {
    icon: Undo2,
    label: 'Compensated',
    classes: 'bg-state-compensated-soft text-state-compensated line-through',
    hue: '--state-compensated',
  },
  waiting: {
    icon: Clock,
    label: 'Waiting',
    classes: 'bg-state-waiting-soft text-state-waiting',
    hue: '--state-waiting',
  },
} as const satisfies Record<string, { icon: LucideIcon; label: string; classes: string; hue: string }>

export type NodeState = keyof typeof stateLooks

type StateBadgeProps = { state: NodeState; label?: string; compact?: boolean; className?: string }

/** A state as shape, word and hue. `compact` hides the word from sight, not from assistive technology. */
export function StateBadge({ state, label, compact = false, className }: StateBadgeProps) {
  const { icon: Icon, label: own, classes } = stateLooks[state]
  const words = label ?? own
  return (
    <span
      className={cx(
        'inline-flex h-5 shrink-0 align-middle items-center gap-1 whitespace-nowrap rounded-sm px-1.5 text-xs font-medium',
        compact && 'w-5 justify-center px-0',
        classes,
        className,
      )}
    >
      <Icon aria-hidden className={cx('size-3', state === 'running' && 'animate-spin')} />
      <span className={compact ? 'sr-only' : ''}>{words}</span>
    </span>
  )
}
