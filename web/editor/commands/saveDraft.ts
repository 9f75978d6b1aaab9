import { always, type Command } from './command.ts'

/** Saves at once; the draft is saved by itself soon after each edit anyway. */
export const saveDraft: Command = {
  id: 'save',
  title: 'Save the draft',
  group: 'Loop',
  keys: ['Mod+S'],
  scope: 'always',
  enabled: always,
  perform: (state) => state.services.save(),
}
