import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { cx } from './cx.ts'

type DisclosureProps = { summary: ReactNode; className?: string; children: ReactNode }

/** A line that opens to what is behind it; that is built when it is first opened. */
export function Disclosure({ summary, className, children }: DisclosureProps) {
  const [opened, setOpened] = useState(false)
  return (
    <details
      className={cx('group', className)}
      onToggle={(event) => setOpened(opened || event.currentTarget.open)}
    >
      <summary className="inline-flex h-6 list-none items-center gap-1 rounded-sm text-xs font-medium text-fg-2 hover:text-fg-1">
        <ChevronRight aria-hidden className="size-3 transition-transform group-open:rotate-90" />
        {summary}
      </summary>
      {opened && children}
    </details>
  )
}
