import type { ReactNode } from 'react'
import { cx } from '../ui/cx.ts'

type ChoiceRowProps = {
  title: string
  /** How it was decided. */
  badge: ReactNode
  chosen: boolean
  onChoose: () => void
  children: ReactNode
}

/** Something that waits for people, as a button that shows it whole. */
export function ChoiceRow({ title, badge, chosen, onChoose, children }: ChoiceRowProps) {
  return (
    <button
      type="button"
      aria-current={chosen}
      onClick={onChoose}
      className={cx(
        'flex w-full flex-col gap-1 rounded-md border bg-surface-1 px-3 py-2 text-left hover:bg-surface-2',
        chosen ? 'border-accent' : 'border-line-1',
      )}
    >
      <span className="flex w-full items-start justify-between gap-2">
        <span className="min-w-0 text-sm font-medium break-words text-fg-1">{title}</span>
        {badge}
      </span>
      {children}
    </button>
  )
}
