import type { ActionNode } from '../../../shared/graph/nodes/action.ts'
import { nodeOf } from '../model/connect.ts'
import { inlineLoop } from '../model/inlineLoop.ts'
import { stageOf } from '../model/stage.ts'
import type { EditorState } from '../store/editorState.ts'
import { type Command, hasNodes, primaryNode } from './command.ts'

/** Asks for the name of a new loop that the selected stage becomes; a run of that loop takes its place here. */
export const extractLoop: Command = {
  id: 'extract-loop',
  title: 'Extract the stage into a loop…',
  group: 'Loop',
  keys: ['Shift+E'],
  scope: 'everywhere',
  enabled: hasNodes,
  perform: (state) => {
    const found = stageOf(state.graph, state.selection.nodes)
    if (found.ok) state.extract(true)
    else state.services.tell(found.reason, 'error')
  },
}

/** Puts the nodes of the loop that the selected action runs in the place of its stage. */
export const inlineSelected: Command = {
  id: 'inline-loop',
  title: 'Replace the run of a loop by its nodes',
  group: 'Loop',
  keys: [],
  scope: 'everywhere',
  enabled: (state) => loopAction(state) !== null,
  perform: async (state) => {
    const action = loopAction(state)
    if (action?.call.uses !== 'loop') return
    const child = await state.services.loadLoop(action.call.loop)
    if (!child) {
      state.services.tell(`“${action.call.loop}” has no published version`, 'error')
      return
    }
    const inlined = inlineLoop(state.graph, action.id, child)
    if (!inlined.ok) {
      state.services.tell(inlined.reason, 'error')
      return
    }
    const { nodes } = inlined
    // Loading the loop takes a while: what was edited meanwhile stays.
    state.edit(
      `Replaced the run of “${child.title}” by its nodes`,
      (now) => {
        const again = now === state.graph ? inlined : inlineLoop(now, action.id, child)
        return again.ok ? again.graph : now
      },
      { select: { nodes } },
    )
    state.canvas?.reveal(nodes)
  },
}

function loopAction(state: EditorState): ActionNode | null {
  const node = nodeOf(state.graph, primaryNode(state) ?? '')
  return node?.kind === 'action' && node.call.uses === 'loop' && node.call.loop !== '' ? node : null
}
