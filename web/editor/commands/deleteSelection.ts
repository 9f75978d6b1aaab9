import { nodeOf } from '../model/connect.ts'
import { removeNotes } from '../model/notes.ts'
import { removeEdges, removeNodes } from '../model/removeNodes.ts'
import type { EditorState } from '../store/editorState.ts'
import { type Command, hasSelection, thingsInWords } from './command.ts'

/** Takes out what is selected; what a removed node stood between is joined where it fits. */
export const deleteSelection: Command = {
  id: 'delete',
  title: 'Delete',
  group: 'Edit',
  keys: ['Delete', 'Backspace'],
  scope: 'canvas',
  enabled: hasSelection,
  perform: (state) => {
    const { nodes, edges, notes } = state.selection
    state.edit(labelOf(state), (graph) => removeNotes(removeNodes(removeEdges(graph, edges), nodes), notes), {
      select: {},
    })
  },
}

export function labelOf({ graph, selection: { nodes, edges, notes } }: EditorState): string {
  if (notes.length > 0) return `Deleted ${thingsInWords(nodes.length, notes.length)}`
  if (nodes.length === 0) return edges.length === 1 ? 'Deleted a wire' : `Deleted ${edges.length} wires`
  if (nodes.length > 1) return `Deleted ${nodes.length} nodes`
  return `Deleted “${nodeOf(graph, nodes[0] ?? '')?.title ?? 'a node'}”`
}
