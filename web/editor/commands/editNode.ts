import { type Command, primaryNode } from './command.ts'

/** Puts the focus into the inspector, on the selected node's first field. */
export const editNode: Command = {
  id: 'edit',
  title: 'Edit in the inspector',
  group: 'Edit',
  keys: ['Enter'],
  scope: 'canvas',
  enabled: (state) => primaryNode(state) !== null,
  perform: (state) => state.goTo(primaryNode(state), '/title'),
}
