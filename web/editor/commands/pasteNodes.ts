import { pasteFragment } from '../model/fragment.ts'
import { grid } from '../model/geometry.ts'
import { always, type Command } from './command.ts'

/** Adds the nodes that the clipboard holds, beside where they were copied. */
export const pasteNodes: Command = {
  id: 'paste',
  title: 'Paste',
  group: 'Edit',
  keys: ['Mod+V'],
  scope: 'canvas',
  enabled: always,
  perform: async (state) => {
    const read = pasteFragment(state.graph, await state.services.readClipboard(), {
      x: grid * 5,
      y: grid * 5,
    })
    if (!read.ok) {
      state.announce(read.reason)
      return
    }
    const { graph, nodes } = read.pasted
    state.edit(nodes.length === 1 ? 'Pasted a node' : `Pasted ${nodes.length} nodes`, () => graph, {
      select: { nodes },
    })
    state.canvas?.reveal(nodes)
  },
}
