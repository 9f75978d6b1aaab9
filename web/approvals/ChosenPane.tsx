import type { ReactNode } from 'react'

/** What is chosen in a long list, beside it: it stays in sight, its end too, however far the list is scrolled. The rest of the window is for the bars above. */
export function ChosenPane({ children }: { children: ReactNode }) {
  return (
    <div className="min-w-0 rounded-md border border-line-1 bg-surface-1 lg:sticky lg:top-4 lg:max-h-[calc(100dvh-13.5rem)] lg:overflow-y-auto">
      {children}
    </div>
  )
}
