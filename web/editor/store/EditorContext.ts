import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { EditorStore } from './createEditorStore.ts'
import type { EditorState } from './editorState.ts'

const Context = createContext<EditorStore | null>(null)

/** Makes a store the one that everything below reads. */
export const EditorProvider = Context.Provider

/** The store of the editor around; for handlers, which read it when they run. */
export function useEditorStore(): EditorStore {
  const store = useContext(Context)
  if (!store) throw new Error('There is no editor around this component')
  return store
}

/** The smallest value that a component needs; it renders again only when that changes. */
export function useEditor<T>(selector: (state: EditorState) => T): T {
  return useStore(useEditorStore(), selector)
}

/** As `useEditor`, for a list or an object made anew by the selector. */
export function useEditorShallow<T>(selector: (state: EditorState) => T): T {
  return useStore(useEditorStore(), useShallow(selector))
}
