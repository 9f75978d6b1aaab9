import { nodeOf } from '../model/connect.ts'
import { counted } from '../model/counted.ts'
import { broughtIn, pinKeys } from '../model/pinning.ts'
import { typedMock } from '../model/typedMock.ts'
import type { EditorState } from '../store/editorState.ts'
import { type Command, primaryNode } from './command.ts'

/** The keys of the selected node, and which of them are pinned. */
function keysIn(state: EditorState): { keys: string[]; pinned: string[] } {
  const node = nodeOf(state.graph, primaryNode(state) ?? '')
  const keys = node ? pinKeys(node) : []
  return { keys, pinned: keys.filter((key) => state.mocks[key]?.pinned === true) }
}

/** Pins what the last trial brought under these keys. How many it brought. */
export function pinBrought(state: EditorState, keys: readonly string[]): number {
  const { trial, setMock } = state
  if (!trial) return 0
  const brought = Object.entries(broughtIn(trial.program, trial.playback.getState().events, keys))
  for (const [key, mock] of brought) setMock(key, { ...typedMock(mock), pinned: true })
  return brought.length
}

export const togglePin: Command = {
  id: 'toggle-pin',
  title: 'Pin or unpin the output',
  group: 'Try',
  keys: ['P'],
  scope: 'canvas',
  enabled: (state) => {
    const { keys, pinned } = keysIn(state)
    return pinned.length > 0 || (keys.length > 0 && state.trial !== null)
  },
  perform: (state) => {
    const { keys, pinned } = keysIn(state)
    for (const key of pinned) state.setMock(key, null)
    if (pinned.length > 0) return state.announce('Output unpinned')
    const brought = pinBrought(state, keys)
    if (brought === 0) state.services.tell('The last run brought nothing there to pin.', 'error')
    else state.announce(`Pinned ${counted(brought, 'output')} of the last run`)
    return undefined
  },
}

export const clearMocks: Command = {
  id: 'clear-mocks',
  title: 'Remove every pin and mock',
  group: 'Try',
  keys: [],
  scope: 'everywhere',
  enabled: ({ mocks }) => Object.keys(mocks).length > 0,
  perform: (state) => {
    state.clearMocks()
    state.announce('Pins and mocks removed')
  },
}
