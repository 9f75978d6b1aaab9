import { type ReactNode, useId } from 'react'
import { cx } from './cx.ts'

type PanelHeaderProps = {
  id?: string
  title: ReactNode
  count?: number
  aside?: ReactNode
  className?: string
}

/** The title line of a panel. */
export function PanelHeader({ id, title, count, aside, className }: PanelHeaderProps) {
  return (
    <header
      className={cx(
        'flex h-9 shrink-0 items-center justify-between gap-2 border-b border-line-1 px-3',
        className,
      )}
    >
      <h2 id={id} className="truncate text-xs font-semibold text-fg-1">
        {title}
        {count !== undefined && (
          <span className="tabular ml-1.5 font-normal text-fg-3">{count.toLocaleString('en')}</span>
        )}
      </h2>
      {aside && <div className="flex items-center gap-1">{aside}</div>}
    </header>
  )
}

type PanelProps = {
  title: ReactNode
  count?: number
  aside?: ReactNode
  className?: string
  children: ReactNode
}

/** A named region with a title line and a body that scrolls on its own, and that keeps what is hidden from sight within it. */
export function Panel({ title, count, aside, className, children }: PanelProps) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className={cx('flex min-h-0 min-w-0 flex-1 flex-col bg-surface-1', className)}
    >
      <PanelHeader id={id} title={title} {...(count === undefined ? {} : { count })} aside={aside} />
      <div className="relative min-h-0 flex-1 overflow-auto">{children}</div>
    </section>
  )
}
