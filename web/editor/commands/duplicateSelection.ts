import { fragmentText, pasteFragment } from '../model/fragment.ts'
import { grid } from '../model/geometry.ts'
import { type Command, hasNodes } from './command.ts'

/** Makes copies of the selected nodes and the wires among them. */
export const duplicateSelection: Command = {
  id: 'duplicate',
  title: 'Duplicate',
  group: 'Edit',
  keys: ['Mod+D'],
  scope: 'everywhere',
  enabled: hasNodes,
  perform: (state) => {
    const text = fragmentText(state.graph, state.selection.nodes)
    const copied = pasteFragment(state.graph, text, { x: grid * 5, y: grid * 5 })
    if (!copied.ok) return
    const { graph, nodes } = copied.pasted
    const label = nodes.length === 1 ? 'Duplicated a node' : `Duplicated ${nodes.length} nodes`
    state.edit(label, () => graph, { select: { nodes } })
  },
}
