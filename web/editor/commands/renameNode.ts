import { type Command, primaryNode } from './command.ts'

/** Edits the selected node's title in place. */
export const renameNode: Command = {
  id: 'rename',
  title: 'Rename',
  group: 'Edit',
  keys: ['F2'],
  scope: 'everywhere',
  enabled: (state) => primaryNode(state) !== null,
  perform: (state) => state.rename(primaryNode(state)),
}
