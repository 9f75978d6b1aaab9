import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'

type SectionProps = {
  title: string
  open?: boolean
  /** What is in it is made once it is opened. */
  later?: boolean
  aside?: ReactNode
  children: ReactNode
}

/** Fields that belong together, under a heading that folds them. */
export function Section({ title, open = true, later = false, aside, children }: SectionProps) {
  const [opened, setOpened] = useState(open || !later)
  return (
    <details
      open={open}
      className="border-b border-line-1"
      onToggle={(event) => setOpened(opened || event.currentTarget.open)}
    >
      <summary className="flex h-9 list-none items-center gap-1 px-3 text-xs font-semibold hover:bg-surface-2 focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-3.5 text-fg-3 transition-transform [[open]>summary>&]:rotate-90"
        />
        {title}
        {aside !== undefined && <span className="ml-auto font-normal text-fg-3">{aside}</span>}
      </summary>
      <div className="flex flex-col gap-3 px-3 pt-1 pb-4">{opened && children}</div>
    </details>
  )
}
