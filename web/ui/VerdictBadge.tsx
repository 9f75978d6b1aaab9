import { Check, CornerUpLeft, type LucideIcon, OctagonX, RefreshCw, UserRoundCheck } from 'lucide-react'
import { cx } from './cx.ts'

/** Icon, word and colours of each verdict. */
export const verdictLooks = {
  pass: {
    icon: Check,
    label: 'Pass',
    classes: 'bg-verdict-pass-soft text-verdict-pass',
    hue: '--verdict-pass',
  },
  replan: {
    icon: RefreshCw,
    label: 'Replan',
    classes: 'bg-verdict-replan-soft text-verdict-replan',
    hue: '--verdict-replan',
  },
  rollback: {
    icon: CornerUpLeft,
    label: 'Rollback',
    classes: 'bg-verdict-rollback-soft text-verdict-rollback',
    hue: '--verdict-rollback',
  },
  escalate: {
    icon: UserRoundCheck,
    label: 'Escalate',
    classes: 'bg-verdict-escalate-soft text-verdict-escalate',
    hue: '--verdict-escalate',
  },
  bail: {
    icon: OctagonX,
    label: 'Bail',
    classes: 'bg-verdict-bail-soft text-verdict-bail',
    hue: '--verdict-bail',
  },
} as const satisfies Record<string, { icon: LucideIcon; label: string; classes: string; hue: string }>

export type Verdict = keyof typeof verdictLooks

/** What a verifier decided, as shape, word and hue. */
export function VerdictBadge({ verdict, className }: { verdict: Verdict; className?: string }) {
  const { icon: Icon, label, classes } = verdictLooks[verdict]
  return (
    <span
      className={cx(
        'inline-flex h-5 shrink-0 align-middle items-center gap-1 whitespace-nowrap rounded-sm px-1.5 text-xs font-medium',
        classes,
        className,
      )}
    >
      <Icon aria-hidden className="size-3" />
      {label}
    </span>
  )
}
