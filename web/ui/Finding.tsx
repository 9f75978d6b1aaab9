import { CircleAlert, CircleCheck, CircleHelp, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

const findingLooks = {
  good: { icon: CircleCheck, words: 'Holds', classes: 'text-success' },
  bad: { icon: CircleAlert, words: 'Fails', classes: 'text-danger' },
  open: { icon: CircleHelp, words: 'Open', classes: 'text-fg-3' },
} as const satisfies Record<string, { icon: LucideIcon; words: string; classes: string }>

/** One thing that a verification came to: it holds, it fails, or it can't be told; why stands below it. */
export function Finding({
  kind,
  title,
  children,
}: {
  kind: keyof typeof findingLooks
  title: string
  children: ReactNode
}) {
  const { icon: Icon, words, classes } = findingLooks[kind]
  return (
    <li className="flex gap-2">
      <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', classes)} />
      <div className="min-w-0 text-xs text-fg-2">
        <p className="text-sm font-medium text-fg-1">
          <span className="sr-only">{words}: </span>
          {title}
        </p>
        {children}
      </div>
    </li>
  )
}
