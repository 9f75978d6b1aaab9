import { type Command, primaryNode } from './command.ts'

/** Opens the list of ports that the selected node can be wired to. */
export const openConnect: Command = {
  id: 'connect',
  title: 'Connect to…',
  group: 'Add',
  keys: ['C'],
  scope: 'canvas',
  enabled: (state) => primaryNode(state) !== null,
  perform: (state) => {
    const node = primaryNode(state)
    if (node) state.open({ type: 'connect', node })
  },
}
