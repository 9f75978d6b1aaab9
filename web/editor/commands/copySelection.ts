import { fragmentText } from '../model/fragment.ts'
import { type Command, hasNodesOrNotes, selectedInWords } from './command.ts'

/** Copies the selected nodes as JSON text, for this loop or another window. */
export const copySelection: Command = {
  id: 'copy',
  title: 'Copy',
  group: 'Edit',
  keys: ['Mod+C'],
  scope: 'canvas',
  enabled: hasNodesOrNotes,
  perform: async (state) => {
    const { nodes, notes } = state.selection
    await state.services.writeClipboard(fragmentText(state.graph, nodes, notes))
    state.announce(`Copied ${selectedInWords(state)}`)
  },
}
