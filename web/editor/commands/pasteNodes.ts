import { pasteFragment } from '../model/fragment.ts'
import { grid } from '../model/geometry.ts'
import { importGraph, pasteGraph } from '../model/importGraph.ts'
import { always, type Command, thingsInWords } from './command.ts'
import { takeIn } from './exchange.ts'

/**
 * Adds the nodes that the clipboard holds, beside where they were copied. A whole loop becomes this one while nothing is
 * here yet; otherwise its nodes are added.
 */
export const pasteNodes: Command = {
  id: 'paste',
  title: 'Paste',
  group: 'Edit',
  keys: ['Mod+V'],
  scope: 'canvas',
  enabled: always,
  perform: async (state) => {
    const text = await state.services.readClipboard()
    if (state.graph.nodes.length === 0 && importGraph(text, state.graph).ok) {
      takeIn(state, text)
      return
    }
    const offset = { x: grid * 5, y: grid * 5 }
    const read = pasteFragment(state.graph, text, offset)
    const pasted = read.ok ? read.pasted : pasteGraph(text, state.graph, offset)
    if (!pasted) {
      if (!read.ok) state.services.tell(read.reason, 'error')
      return
    }
    const { nodes, notes } = pasted
    // Reading the clipboard may take as long as a person takes to allow it: what was edited meanwhile stays.
    state.edit(
      `Pasted ${thingsInWords(nodes.length, notes.length)}`,
      (now) => {
        if (now === state.graph) return pasted.graph
        const again = pasteFragment(now, text, offset)
        return again.ok ? again.pasted.graph : (pasteGraph(text, now, offset)?.graph ?? now)
      },
      { select: { nodes, notes } },
    )
    state.canvas?.reveal(nodes)
  },
}
