import { fragmentText } from '../model/fragment.ts'
import { type Command, hasNodesOrNotes } from './command.ts'
import { deleteSelection } from './deleteSelection.ts'

/** Copies the selected nodes, then takes them out. Nothing is taken out when the clipboard refuses. */
export const cutSelection: Command = {
  id: 'cut',
  title: 'Cut',
  group: 'Edit',
  keys: ['Mod+X'],
  scope: 'canvas',
  enabled: hasNodesOrNotes,
  perform: async (state) => {
    await state.services.writeClipboard(
      fragmentText(state.graph, state.selection.nodes, state.selection.notes),
    )
    await deleteSelection.perform(state)
  },
}
