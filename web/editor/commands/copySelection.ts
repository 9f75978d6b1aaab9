import { fragmentText } from '../model/fragment.ts'
import { type Command, hasNodes } from './command.ts'

/** Copies the selected nodes as JSON text, for this loop or another window. */
export const copySelection: Command = {
  id: 'copy',
  title: 'Copy',
  group: 'Edit',
  keys: ['Mod+C'],
  scope: 'canvas',
  enabled: hasNodes,
  perform: async (state) => {
    await state.services.writeClipboard(fragmentText(state.graph, state.selection.nodes))
    state.announce(
      state.selection.nodes.length === 1 ? 'Copied a node' : `Copied ${state.selection.nodes.length} nodes`,
    )
  },
}
