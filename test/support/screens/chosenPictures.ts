/** The pictures that the README and the guides show, by the screen that they are of. */
export const chosenPictures: Readonly<Record<string, string>> = {
  'editor/selected': 'editor',
  'editor/compare': 'compare',
  'editor/publish': 'publish',
  'inspector/table-spread': 'table',
  'dock/breakpoint-and-pin': 'try',
  'dock/tests-run': 'tests',
  'loops/templates': 'templates',
  'run/rolled-back': 'run',
  'run/waiting': 'waiting',
  'approvals/inbox': 'approvals',
  'drift/watched': 'drift',
  'operations/loop': 'operations',
}
