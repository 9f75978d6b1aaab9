import { useMemo } from 'react'
import type { Diagnostic } from '../../../shared/compile/diagnostic.ts'
import type { Json } from '../../../shared/json.ts'
import { nodeOf } from '../model/connect.ts'
import { readPointer } from '../model/jsonPointer.ts'
import { unfinishedKey } from '../store/documentSlice.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import type { EditorState } from '../store/editorState.ts'
import { useFormNode } from './FormScope.ts'

export type FieldAccess = {
  value: Json | undefined
  /** What was typed and is no value yet. */
  text: string | null
  problems: readonly Diagnostic[]
  write: (value: Json | undefined, label?: string) => void
  keep: (text: string, message: string) => void
  /** The field was left: the next edit is a step of its own. */
  leave: () => void
}

function valueAt(state: EditorState, node: string | null, pointer: string): Json | undefined {
  const root = node === null ? state.graph : nodeOf(state.graph, node)
  return readPointer(root, pointer) as Json | undefined
}

const noProblems: readonly Diagnostic[] = []

/** A field of the node around (or of the loop), by JSON Pointer: its value, what is wrong with it, and how to change it. */
export function useField(pointer: string, { deep = false }: { deep?: boolean } = {}): FieldAccess {
  const store = useEditorStore()
  const node = useFormNode()
  const value = useEditor((state) => valueAt(state, node, pointer))
  const text = useEditor((state) => state.unfinished[unfinishedKey(node, pointer)]?.text ?? null)
  const message = useEditor((state) => state.unfinished[unfinishedKey(node, pointer)]?.message ?? null)
  const diagnostics = useEditor((state) => state.diagnostics)
  const problems = useMemo(() => {
    const own = diagnostics.filter(({ at }) => (at.node ?? null) === node && covers(pointer, at.field, deep))
    const typed: Diagnostic[] =
      message === null
        ? []
        : [{ code: 'field-unfinished', severity: 'error', message, at: { field: pointer } }]
    return own.length + typed.length === 0 ? noProblems : [...typed, ...own]
  }, [diagnostics, node, pointer, message, deep])
  return useMemo(
    () => ({
      value,
      text,
      problems,
      write: (next, label) => store.getState().write(node, pointer, next, label),
      keep: (typed, why) => store.getState().keepUnfinished(node, pointer, { text: typed, message: why }),
      leave: () => store.getState().closeStep(),
    }),
    [store, node, pointer, value, text, problems],
  )
}

/** Whether a diagnostic's field is shown here: the same field, or, for one that holds a document, anything in it. */
export function covers(pointer: string, field: string | undefined, deep: boolean): boolean {
  if (field === undefined) return false
  return field === pointer || (deep && field.startsWith(`${pointer}/`))
}
