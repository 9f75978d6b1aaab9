import type { PortRef } from '../../../shared/graph/edge.ts'
import { connect, nodeOf, occupantOf } from '../model/connect.ts'
import type { EditorState } from '../store/editorState.ts'

/** Draws a wire as one undo step, or says why it can't be drawn. Returns whether it was. */
export function connectPorts(state: EditorState, from: PortRef, to: PortRef): boolean {
  const result = connect(state.graph, from, to)
  if (!result.ok) {
    state.announce(result.reason)
    return false
  }
  state.edit(`Connected ${from.port} to “${titleOf(state, to.node)}”`, () => result.graph)
  return true
}

/** Draws a wire by hand. Of a port that takes only one it tells what it led to before: that may be out of sight. */
export function drawWire(state: EditorState, from: PortRef, to: PortRef): boolean {
  const before = occupantOf(state.graph, from)
  const drawn = connectPorts(state, from, to)
  if (drawn && before) {
    const [now, then] = [titleOf(state, to.node), titleOf(state, before.to.node)]
    const text = `“${from.port}” leads to “${now}”, no longer to “${then}”. Undo brings it back.`
    state.services.tell(text, 'done')
  }
  return drawn
}

const titleOf = ({ graph }: EditorState, id: string): string => nodeOf(graph, id)?.title ?? id
