import type { EditorState } from '../store/editorState.ts'
import { type Command, primaryNode } from './command.ts'

/** Puts the focus into the inspector, on the selected node's first field; on a note, into its text. */
export const editNode: Command = {
  id: 'edit',
  title: 'Edit in the inspector',
  group: 'Edit',
  keys: ['Enter'],
  scope: 'canvas',
  enabled: (state) => primaryNode(state) !== null || loneNote(state) !== null,
  perform: (state) => {
    const node = primaryNode(state)
    const note = loneNote(state)
    if (node !== null) state.goTo(node, '/title')
    else if (note !== null) state.writeOn({ type: 'note', id: note })
  },
}

function loneNote({ selection: { nodes, notes } }: EditorState): string | null {
  return nodes.length === 0 && notes.length === 1 ? (notes[0] ?? null) : null
}
