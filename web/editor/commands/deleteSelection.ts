import { nodeOf } from '../model/connect.ts'
import { removeEdges, removeNodes } from '../model/removeNodes.ts'
import type { EditorState } from '../store/editorState.ts'
import { type Command, hasSelection } from './command.ts'

/** Takes out what is selected; what a removed node stood between is joined where it fits. */
export const deleteSelection: Command = {
  id: 'delete',
  title: 'Delete',
  group: 'Edit',
  keys: ['Delete', 'Backspace'],
  scope: 'canvas',
  enabled: hasSelection,
  perform: (state) => {
    const { nodes, edges } = state.selection
    state.edit(labelOf(state), (graph) => removeNodes(removeEdges(graph, edges), nodes), { select: {} })
  },
}

export function labelOf({ graph, selection: { nodes, edges } }: EditorState): string {
  if (nodes.length === 0) return edges.length === 1 ? 'Deleted a wire' : `Deleted ${edges.length} wires`
  if (nodes.length > 1) return `Deleted ${nodes.length} nodes`
  return `Deleted “${nodeOf(graph, nodes[0] ?? '')?.title ?? 'a node'}”`
}
