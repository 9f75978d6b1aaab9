import { always, type Command } from './command.ts'

/** Selects nothing and puts the focus on the loop's own settings: title, limits, policies. */
export const loopSettings: Command = {
  id: 'loop-settings',
  title: 'Loop settings',
  group: 'Loop',
  keys: ['Mod+,'],
  scope: 'everywhere',
  enabled: always,
  perform: (state) => state.goTo(null, '/title'),
}
