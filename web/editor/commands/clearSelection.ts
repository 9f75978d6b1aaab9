import { type Command, hasSelection } from './command.ts'

export const clearSelection: Command = {
  id: 'clear-selection',
  title: 'Select nothing',
  group: 'Select',
  keys: ['Escape'],
  scope: 'canvas',
  enabled: hasSelection,
  perform: (state) => state.select({}),
}
