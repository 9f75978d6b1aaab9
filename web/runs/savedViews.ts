import { useState } from 'react'
import { z } from 'zod'
import { browserStorage } from '../ui/browserStorage.ts'

/** Filters under a name, as the query string that holds them. */
const SavedView = z.object({ name: z.string(), search: z.string() })
export type SavedView = z.infer<typeof SavedView>

const placeOf = (workspace: string) => `pavane.run-views.${workspace}`

/** The views of the run list that this browser keeps for a workspace, by name. */
export function useSavedViews(workspace: string) {
  const [views, setViews] = useState(() => readViews(workspace))
  // Another tab may have kept some since.
  const change = (changed: (views: SavedView[]) => SavedView[]) => {
    const next = changed(readViews(workspace)).sort((a, b) => a.name.localeCompare(b.name))
    browserStorage()?.setItem(placeOf(workspace), JSON.stringify(next))
    setViews(next)
  }
  const remove = (name: string) => change((all) => all.filter((view) => view.name !== name))
  /** One of that name is replaced. */
  const save = (view: SavedView) => change((all) => [...all.filter(({ name }) => name !== view.name), view])
  return { views, save, remove }
}

function readViews(workspace: string): SavedView[] {
  try {
    const text = browserStorage()?.getItem(placeOf(workspace)) ?? '[]'
    return z.array(SavedView).safeParse(JSON.parse(text)).data ?? []
  } catch {
    // Somebody else wrote there: as good as nothing.
    return []
  }
}
