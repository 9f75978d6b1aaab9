import type { DockTab, Pane } from '../store/viewSlice.ts'
import { always, type Command } from './command.ts'

const toggling = (pane: Pane, title: string, keys: readonly string[]): Command => ({
  id: `toggle-${pane}`,
  title,
  group: 'View',
  keys,
  scope: 'always',
  enabled: always,
  perform: (state) => state.togglePane(pane),
})
const showing = (tab: DockTab, title: string, keys: readonly string[]): Command => ({
  id: `show-${tab}`,
  title,
  group: 'View',
  keys,
  scope: 'always',
  enabled: always,
  perform: (state) => state.showDock(tab),
})

export const toggleOutline = toggling('outline', 'Show or hide the outline', ['Mod+B'])
export const toggleInspector = toggling('inspector', 'Show or hide the inspector', ['Mod+I'])
export const toggleDock = toggling('dock', 'Show or hide the dock', ['Mod+J'])
export const showProblems = showing('problems', 'Show the problems', ['Mod+Shift+M'])
export const showProgram = showing('program', 'Show the compiled program', [])
export const showTests = showing('tests', 'Show the tests', [])
export const showVersions = showing('versions', 'Show the versions', ['Mod+Shift+H'])
export const showCall = showing('call', 'Call the loop', [])
export const showTry = showing('try', 'Try the loop', ['Mod+Enter'])
