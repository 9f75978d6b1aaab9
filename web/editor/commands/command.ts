import type { EditorState } from '../store/editorState.ts'

/** Something a builder can do: one object for the menu, the key, the palette and the tests. */
export type Command = {
  id: string
  title: string
  group: 'Edit' | 'Add' | 'Select' | 'Arrange' | 'View' | 'Loop' | 'Try'
  /** Chords such as `Mod+Shift+Z`; `Mod` is Command on a Mac, Control elsewhere. */
  keys: readonly string[]
  /** `canvas`: its keys count only while the focus is on the canvas or in the outline. `everywhere`: also outside, but not while typing. `always`: even then. */
  scope: 'canvas' | 'everywhere' | 'always'
  enabled: (state: EditorState) => boolean
  perform: (state: EditorState) => void | Promise<void>
}

export const always = () => true
export const hasNodes = (state: EditorState) => state.selection.nodes.length > 0
export const hasSelection = (state: EditorState) =>
  state.selection.nodes.length > 0 || state.selection.edges.length > 0 || state.selection.notes.length > 0
export const hasNodesOrNotes = (state: EditorState) =>
  state.selection.nodes.length > 0 || state.selection.notes.length > 0
/** What is selected besides wires, in words. */
export function selectedInWords({ selection: { nodes, notes } }: EditorState): string {
  return thingsInWords(nodes.length, notes.length)
}
export function thingsInWords(nodes: number, notes: number): string {
  const counts = [count(nodes, 'node'), count(notes, 'note')].filter((each) => each !== null)
  return counts.join(' and ')
}
const count = (number: number, noun: string) =>
  number === 0 ? null : number === 1 ? `a ${noun}` : `${number} ${noun}s`
/** The node that a command starts from: the one selected last. */
export const primaryNode = (state: EditorState): string | null => state.selection.nodes.at(-1) ?? null
