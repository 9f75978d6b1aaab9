import { always, type Command } from './command.ts'

/** Opens the publish form, which says what stands in the way. */
export const publishLoop: Command = {
  id: 'publish',
  title: 'Publish…',
  group: 'Loop',
  keys: ['Mod+Shift+P'],
  scope: 'always',
  enabled: always,
  perform: (state) => state.setPublishing(true),
}
