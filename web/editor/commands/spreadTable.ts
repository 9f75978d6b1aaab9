import { nodeOf } from '../model/connect.ts'
import type { EditorState } from '../store/editorState.ts'
import { type Command, primaryNode } from './command.ts'

/** Spreads the rules of the selected planner over the canvas, or folds them again. */
export const spreadTable: Command = {
  id: 'spread-table',
  title: 'Spread the rules over the canvas',
  group: 'View',
  keys: [],
  scope: 'everywhere',
  enabled: (state) => tablePlanner(state) !== null,
  perform: (state) => state.spreadTable(state.wideTable ? null : tablePlanner(state)),
}

function tablePlanner(state: EditorState): string | null {
  const id = primaryNode(state)
  const node = id === null ? undefined : nodeOf(state.graph, id)
  return node?.kind === 'planner' && node.strategy.type === 'table' ? node.id : null
}
