import { always, type Command } from './command.ts'

/** Opens the outline and puts the focus on the selected node there. */
export const focusOutline: Command = {
  id: 'focus-outline',
  title: 'Go to the outline',
  group: 'View',
  keys: ['Mod+Shift+L'],
  scope: 'always',
  enabled: always,
  perform: (state) => state.focusOutline(),
}
