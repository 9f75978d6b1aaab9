import { type Command, primaryNode } from './command.ts'

/** Asks after which node the selected one is to come. */
export const openMove: Command = {
  id: 'move-after',
  title: 'Move after…',
  group: 'Arrange',
  keys: ['M'],
  scope: 'canvas',
  enabled: (state) => primaryNode(state) !== null && state.graph.nodes.length > 1,
  perform: (state) => {
    const node = primaryNode(state)
    if (node) state.open({ type: 'move', node })
  },
}
