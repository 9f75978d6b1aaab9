import { always, type Command } from './command.ts'

export const openCommands: Command = {
  id: 'commands',
  title: 'Commands…',
  group: 'View',
  keys: ['Mod+K'],
  scope: 'always',
  enabled: always,
  perform: (state) => state.open({ type: 'commands' }),
}

export const openFind: Command = {
  id: 'find',
  title: 'Find…',
  group: 'View',
  keys: ['Mod+F'],
  scope: 'everywhere',
  enabled: always,
  perform: (state) => state.open({ type: 'find' }),
}

export const openKeys: Command = {
  id: 'keys',
  title: 'Keyboard shortcuts',
  group: 'View',
  keys: ['?'],
  scope: 'everywhere',
  enabled: always,
  perform: (state) => state.open({ type: 'keys' }),
}
