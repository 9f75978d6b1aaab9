import { createContext } from 'react'

/** What a card can ask of the editor around it; null on a canvas that only shows. */
export type CardActions = {
  renaming: string | null
  rename: (node: string, title: string) => void
  endRename: () => void
}

export const CardActionsContext = createContext<CardActions | null>(null)
