import type { ReactNode } from 'react'
import { cx } from '../ui/cx.ts'
import { usePageTitle } from './usePageTitle.ts'

type PageProps = {
  title: string
  /** Shown in place of the plain title: it may hold a link or an id. */
  heading?: ReactNode
  says?: ReactNode
  actions?: ReactNode
  /** Fills the window below the bar instead of scrolling as a page. */
  full?: boolean
  className?: string
  children: ReactNode
}

/** A page's heading, its actions and its content. */
export function Page({ title, heading, says, actions, full = false, className, children }: PageProps) {
  usePageTitle(title)
  return (
    <div className={cx('flex min-h-0 flex-1 flex-col', !full && 'overflow-auto')}>
      <div
        className={cx(
          'flex flex-col gap-4',
          full ? 'min-h-0 flex-1' : 'mx-auto w-full max-w-[1360px] px-6 py-5',
          className,
        )}
      >
        <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
          <div className="min-w-0">
            <h1 className="text-xl font-semibold">{heading ?? title}</h1>
            {says && <p className="text-sm text-fg-2">{says}</p>}
          </div>
          {actions && <div className="flex items-center gap-2">{actions}</div>}
        </header>
        {children}
      </div>
    </div>
  )
}
