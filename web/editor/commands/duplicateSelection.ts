import { fragmentText, pasteFragment } from '../model/fragment.ts'
import { grid } from '../model/geometry.ts'
import { type Command, hasNodesOrNotes, thingsInWords } from './command.ts'

/** Makes copies of the selected nodes and the wires among them. */
export const duplicateSelection: Command = {
  id: 'duplicate',
  title: 'Duplicate',
  group: 'Edit',
  keys: ['Mod+D'],
  scope: 'everywhere',
  enabled: hasNodesOrNotes,
  perform: (state) => {
    const text = fragmentText(state.graph, state.selection.nodes, state.selection.notes)
    const copied = pasteFragment(state.graph, text, { x: grid * 5, y: grid * 5 })
    if (!copied.ok) return
    const { graph, nodes, notes } = copied.pasted
    state.edit(`Duplicated ${thingsInWords(nodes.length, notes.length)}`, () => graph, {
      select: { nodes, notes },
    })
  },
}
