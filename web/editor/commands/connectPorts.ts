import type { PortRef } from '../../../shared/graph/edge.ts'
import { connect, nodeOf } from '../model/connect.ts'
import type { EditorState } from '../store/editorState.ts'

/** Draws a wire as one undo step, or says why it can't be drawn. Returns whether it was. */
export function connectPorts(state: EditorState, from: PortRef, to: PortRef): boolean {
  const result = connect(state.graph, from, to)
  if (!result.ok) {
    state.announce(result.reason)
    return false
  }
  const target = nodeOf(state.graph, to.node)?.title ?? to.node
  state.edit(`Connected ${from.port} to “${target}”`, () => result.graph)
  return true
}
