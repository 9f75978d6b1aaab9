import type { Command } from './command.ts'

export const redo: Command = {
  id: 'redo',
  title: 'Redo',
  group: 'Edit',
  keys: ['Mod+Shift+Z', 'Mod+Y'],
  scope: 'everywhere',
  enabled: (state) => state.future.length > 0,
  perform: (state) => state.redo(),
}
