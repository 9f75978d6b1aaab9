import type { Command } from './command.ts'

export const selectAll: Command = {
  id: 'select-all',
  title: 'Select all',
  group: 'Select',
  keys: ['Mod+A'],
  scope: 'canvas',
  enabled: (state) => state.graph.nodes.length > 0,
  perform: (state) => {
    state.select({ nodes: state.graph.nodes.map((node) => node.id) })
    state.announce(`Selected ${state.graph.nodes.length} nodes`)
  },
}
