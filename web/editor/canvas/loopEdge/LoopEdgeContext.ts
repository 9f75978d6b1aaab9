import { createContext, type ReactNode } from 'react'

export type LoopEdgeControlProps = { edge: string; className: string; children: ReactNode }

/** What makes the words on a way back something to edit; null on a canvas that only shows. */
export const LoopEdgeContext = createContext<((props: LoopEdgeControlProps) => ReactNode) | null>(null)
