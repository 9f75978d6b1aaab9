import { CircleStop, Flag, GitFork, type LucideIcon, ShieldCheck, User, Zap } from 'lucide-react'
import { cx } from './cx.ts'

/** Icon, words and colours of each node kind; keyed by the kind's name in the graph. */
export const kindLooks = {
  trigger: {
    icon: Flag,
    label: 'Trigger',
    text: 'text-kind-trigger',
    bg: 'bg-kind-trigger',
    soft: 'bg-kind-trigger-soft',
    hue: '--kind-trigger',
  },
  planner: {
    icon: GitFork,
    label: 'Planner',
    text: 'text-kind-planner',
    bg: 'bg-kind-planner',
    soft: 'bg-kind-planner-soft',
    hue: '--kind-planner',
  },
  action: {
    icon: Zap,
    label: 'Action',
    text: 'text-kind-action',
    bg: 'bg-kind-action',
    soft: 'bg-kind-action-soft',
    hue: '--kind-action',
  },
  verifier: {
    icon: ShieldCheck,
    label: 'Verifier',
    text: 'text-kind-verifier',
    bg: 'bg-kind-verifier',
    soft: 'bg-kind-verifier-soft',
    hue: '--kind-verifier',
  },
  approval: {
    icon: User,
    label: 'Approval',
    text: 'text-kind-approval',
    bg: 'bg-kind-approval',
    soft: 'bg-kind-approval-soft',
    hue: '--kind-approval',
  },
  outcome: {
    icon: CircleStop,
    label: 'Outcome',
    text: 'text-kind-outcome',
    bg: 'bg-kind-outcome',
    soft: 'bg-kind-outcome-soft',
    hue: '--kind-outcome',
  },
} as const satisfies Record<
  string,
  { icon: LucideIcon; label: string; text: string; bg: string; soft: string; hue: string }
>

export type Kind = keyof typeof kindLooks

type KindIconProps = {
  kind: Kind
  /** Set where no word beside it names the kind. */
  labelled?: boolean
  /** `tile` puts it on its soft tint. */
  look?: 'plain' | 'tile'
  className?: string
}

/** The sign of a node kind: its own shape and hue. */
export function KindIcon({ kind, labelled = false, look = 'plain', className }: KindIconProps) {
  const { icon: Icon, label, text, soft } = kindLooks[kind]
  const icon = (
    <Icon
      {...(labelled ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      className={cx('size-3.5 shrink-0', text, look === 'plain' && className)}
    />
  )
  if (look === 'plain') return icon
  return (
    <span
      className={cx('inline-flex size-6 shrink-0 items-center justify-center rounded-sm', soft, className)}
    >
      {icon}
    </span>
  )
}
