import type { ReactNode } from 'react'

/** What a section of the settings is for, in two sentences at most. */
export function SectionIntro({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mb-4 max-w-2xl">
      <h2 className="text-base font-semibold">{title}</h2>
      <p className="text-sm text-pretty text-fg-2">{children}</p>
    </div>
  )
}
