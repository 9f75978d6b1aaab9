import { useMemo } from 'react'
import type { CardActions } from '../nodes/CardActions.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'

/** What the cards ask of the editor. */
export function useCardActions(): CardActions {
  const store = useEditorStore()
  const renaming = useEditor((state) => state.renaming)
  return useMemo(() => {
    const endRename = () => {
      store.getState().rename(null)
      store.getState().canvas?.focus()
    }
    return {
      renaming,
      rename: (node, title) => {
        store.getState().write(node, '/title', title, `Renamed to “${title}”`)
        endRename()
      },
      endRename,
    }
  }, [store, renaming])
}
