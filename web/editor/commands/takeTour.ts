import { always, type Command } from './command.ts'

/** Begins the tour again, from its first step. */
export const takeTour: Command = {
  id: 'tour',
  title: 'Take the tour',
  group: 'View',
  keys: [],
  scope: 'always',
  enabled: always,
  perform: (state) => state.goOnTour(0),
}
