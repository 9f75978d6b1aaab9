import type { ReactNode } from 'react'
import { ContextMenu } from '../../ui/ContextMenu.tsx'
import { useSelectionMenu } from '../keys/useSelectionMenu.ts'

/** The canvas with its context menu; what was clicked has been selected when it opens. */
export function CanvasMenu({ children }: { children: ReactNode }) {
  const items = useSelectionMenu()
  return (
    <ContextMenu items={items}>
      <div className="size-full">{children}</div>
    </ContextMenu>
  )
}
