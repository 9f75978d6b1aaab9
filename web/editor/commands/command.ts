import type { EditorState } from '../store/editorState.ts'

/** Something a builder can do: one object for the menu, the key, the palette and the tests. */
export type Command = {
  id: string
  title: string
  group: 'Edit' | 'Add' | 'Select' | 'Arrange' | 'View' | 'Loop'
  /** Chords such as `Mod+Shift+Z`; `Mod` is Command on a Mac, Control elsewhere. */
  keys: readonly string[]
  /** `canvas`: its keys count only while the focus is on the canvas. `everywhere`: also outside, but not while typing. `always`: even then. */
  scope: 'canvas' | 'everywhere' | 'always'
  enabled: (state: EditorState) => boolean
  perform: (state: EditorState) => void | Promise<void>
}

export const always = () => true
export const hasNodes = (state: EditorState) => state.selection.nodes.length > 0
export const hasSelection = (state: EditorState) =>
  state.selection.nodes.length > 0 || state.selection.edges.length > 0
/** The node that a command starts from: the one selected last. */
export const primaryNode = (state: EditorState): string | null => state.selection.nodes.at(-1) ?? null
