import type { Command } from './command.ts'

export const undo: Command = {
  id: 'undo',
  title: 'Undo',
  group: 'Edit',
  keys: ['Mod+Z'],
  scope: 'everywhere',
  enabled: (state) => state.past.length > 0,
  perform: (state) => state.undo(),
}
