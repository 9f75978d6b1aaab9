import { Tooltip } from 'radix-ui'
import type { ReactNode } from 'react'
import { Toaster } from './Toaster.tsx'

/** What the primitives need around them: mount it once, at the root (and around a component under test). */
export function UiProvider({ children }: { children: ReactNode }) {
  return (
    <Tooltip.Provider delayDuration={350} skipDelayDuration={200}>
      {children}
      <Toaster />
    </Tooltip.Provider>
  )
}
