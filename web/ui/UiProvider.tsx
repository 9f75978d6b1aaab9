import { Tooltip } from 'radix-ui'
import type { ReactNode } from 'react'
import { loadedLater } from './loadedLater.tsx'

const Toaster = loadedLater(async () => (await import('./Toaster.tsx')).Toaster)

/** What the primitives need around them: mount it once, at the root (and around a component under test). */
export function UiProvider({ children }: { children: ReactNode }) {
  return (
    <Tooltip.Provider delayDuration={350} skipDelayDuration={200}>
      {children}
      <Toaster />
    </Tooltip.Provider>
  )
}
