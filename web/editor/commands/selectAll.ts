import { notesOf } from '../model/notes.ts'
import { type Command, thingsInWords } from './command.ts'

export const selectAll: Command = {
  id: 'select-all',
  title: 'Select all',
  group: 'Select',
  keys: ['Mod+A'],
  scope: 'canvas',
  enabled: (state) => state.graph.nodes.length + notesOf(state.graph).length > 0,
  perform: (state) => {
    const nodes = state.graph.nodes.map((node) => node.id)
    const notes = notesOf(state.graph).map((note) => note.id)
    state.select({ nodes, notes })
    state.announce(`Selected ${thingsInWords(nodes.length, notes.length)}`)
  },
}
