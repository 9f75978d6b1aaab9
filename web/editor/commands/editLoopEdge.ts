import { edgeRoles } from '../model/edgeRole.ts'
import type { EditorState } from '../store/editorState.ts'
import { type Command, primaryNode } from './command.ts'

/** Opens what bounds a loop and what ends it, on the way back that is selected, that a selected node has, or else the first. */
export const editLoopEdge: Command = {
  id: 'edit-loop-edge',
  title: 'Edit the way back: cap, budget, exit',
  group: 'Loop',
  keys: ['L'],
  scope: 'canvas',
  enabled: (state) => wayBack(state) !== undefined,
  perform: (state) => {
    const edge = wayBack(state)
    if (!edge) return
    state.canvas?.reveal([edge.from.node, edge.to.node])
    state.openLoop(edge.id)
  },
}

function wayBack(state: EditorState) {
  const roles = edgeRoles(state.graph)
  const back = state.graph.edges.filter((edge) => roles.get(edge.id) === 'loop')
  const near = primaryNode(state)
  return (
    back.find((edge) => state.selection.edges.includes(edge.id)) ??
    back.find((edge) => edge.from.node === near || edge.to.node === near) ??
    back[0]
  )
}
