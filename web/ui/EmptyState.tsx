import type { ReactNode } from 'react'
import { cx } from './cx.ts'

type EmptyStateProps = {
  /** A small drawing of the thing that will be here, or its icon. */
  picture?: ReactNode
  title: ReactNode
  /** One or two sentences: what will be here, and how it gets here. */
  children?: ReactNode
  /** One action. */
  action?: ReactNode
  className?: string
}

/** What stands where nothing is yet: it teaches, and offers one action. */
export function EmptyState({ picture, title, children, action, className }: EmptyStateProps) {
  return (
    <div
      className={cx('mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-12 text-center', className)}
    >
      {picture && (
        <div aria-hidden className="mb-2 text-fg-3">
          {picture}
        </div>
      )}
      <p className="text-base font-semibold text-fg-1">{title}</p>
      {children && <div className="text-sm text-fg-2">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  )
}
