import { useMemo } from 'react'
import { toggleGroup } from '../../commands/groups.ts'
import { changeGroup } from '../../model/groups.ts'
import { changeNote } from '../../model/notes.ts'
import { useEditor, useEditorStore } from '../../store/EditorContext.ts'
import type { AsideActions } from './AsideActions.ts'

/** What the notes and groups of the canvas ask of the editor. */
export function useAsideActions(): AsideActions {
  const store = useEditorStore()
  const writing = useEditor((state) => state.writing)
  return useMemo(() => {
    const endWriting = () => {
      store.getState().writeOn(null)
      store.getState().canvas?.focus()
    }
    return {
      writing,
      endWriting,
      write: (text) => {
        if (!writing) return
        const { id } = writing
        if (writing.type === 'note')
          store.getState().edit('Wrote a note', (graph) => changeNote(graph, id, { text }))
        else
          store
            .getState()
            .edit(`Renamed the group to “${text}”`, (graph) => changeGroup(graph, id, { title: text }))
        endWriting()
      },
      resizeNote: (note, box) =>
        store.getState().edit('Resized a note', (graph) => changeNote(graph, note, box)),
      toggleGroup: (group) => toggleGroup(store.getState(), group),
    }
  }, [store, writing])
}
