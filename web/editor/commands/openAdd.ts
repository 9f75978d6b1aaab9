import { always, type Command } from './command.ts'

/** Opens the list of what can be added; what is picked goes after the selected node. */
export const openAdd: Command = {
  id: 'add',
  title: 'Add a node…',
  group: 'Add',
  keys: ['Tab', 'A'],
  scope: 'canvas',
  enabled: always,
  perform: (state) => state.open({ type: 'add' }),
}
