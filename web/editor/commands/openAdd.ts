import { always, type Command } from './command.ts'

/** Opens the list of what can be added; what is picked goes after the selected node, or into the selected wire. */
export const openAdd: Command = {
  id: 'add',
  title: 'Add a node…',
  group: 'Add',
  keys: ['Tab', 'A'],
  scope: 'canvas',
  enabled: always,
  perform: (state) => {
    const { nodes, edges } = state.selection
    const [edge] = nodes.length === 0 && edges.length === 1 ? edges : []
    state.open(edge === undefined ? { type: 'add' } : { type: 'add', edge })
  },
}
