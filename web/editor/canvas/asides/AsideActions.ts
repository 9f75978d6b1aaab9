import { createContext } from 'react'
import type { Writing } from '../../store/canvasSlice.ts'

/** What notes and groups ask of the editor around them; null on a canvas that only shows. */
export type AsideActions = {
  /** What is being written in place. */
  writing: Writing | null
  write: (text: string) => void
  endWriting: () => void
  resizeNote: (note: string, box: { x: number; y: number; width: number; height: number }) => void
  toggleGroup: (group: string) => void
}

export const AsideActionsContext = createContext<AsideActions | null>(null)
