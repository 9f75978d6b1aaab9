import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

type MoreProps = {
  title: string
  /** Set where something behind it differs from what is usual: it then stands open. */
  used?: boolean
  /** What is set behind it, in a word or two, for when it is closed. */
  aside?: ReactNode
  children: ReactNode
}

/** What few people need, behind a line within a section. It opens by itself where it is in use, and when a problem lies in it. */
export function More({ title, used = false, aside, children }: MoreProps) {
  return (
    <details open={used}>
      <summary className="flex h-6 list-none items-center gap-1 rounded-sm text-xs font-medium text-fg-2 hover:text-fg-1 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3 transition-transform [[open]>summary>&]:rotate-90" />
        {title}
        {aside !== undefined && <span className="ml-auto font-normal text-fg-3">{aside}</span>}
      </summary>
      <div className="flex flex-col gap-3 pt-2">{children}</div>
    </details>
  )
}
