import { changeGroup, groupNodes, groupOf, groupsWith, leaveGroups, removeGroups } from '../model/groups.ts'
import type { EditorState } from '../store/editorState.ts'
import { type Command, hasNodes } from './command.ts'

/** Puts a titled frame around the selected nodes; its title is asked for in place. */
export const groupSelection: Command = {
  id: 'group',
  title: 'Group',
  group: 'Arrange',
  keys: ['Mod+G'],
  scope: 'everywhere',
  enabled: hasNodes,
  perform: (state) => {
    const { graph, id } = groupNodes(state.graph, state.selection.nodes, 'Group')
    state.edit('Grouped', () => graph)
    if (state.canvas) state.writeOn({ type: 'group', id })
  },
}

const inGroup = (state: EditorState) => groupsWith(state.graph, state.selection.nodes).length > 0

/** Takes the frames around the selected nodes away; the nodes stay. */
export const ungroupSelection: Command = {
  id: 'ungroup',
  title: 'Ungroup',
  group: 'Arrange',
  keys: ['Mod+Shift+G'],
  scope: 'everywhere',
  enabled: inGroup,
  perform: (state) => {
    const ids = groupsWith(state.graph, state.selection.nodes).map((group) => group.id)
    state.edit('Ungrouped', (graph) => removeGroups(graph, ids))
  },
}

/** Takes the selected nodes out of their groups; the frames close around what is left. */
export const leaveGroup: Command = {
  id: 'leave-group',
  title: 'Take out of the group',
  group: 'Arrange',
  keys: [],
  scope: 'everywhere',
  enabled: inGroup,
  perform: (state) =>
    state.edit('Taken out of the group', (graph) => leaveGroups(graph, state.selection.nodes)),
}

/** Folds the groups of the selected nodes, or unfolds them when they are. */
export const foldGroup: Command = {
  id: 'fold-group',
  title: 'Fold or unfold the group',
  group: 'Arrange',
  keys: ['G'],
  scope: 'canvas',
  enabled: inGroup,
  perform: (state) => {
    const groups = groupsWith(state.graph, state.selection.nodes)
    const folded = !groups.every((group) => group.folded === true)
    const ids = groups.map((group) => group.id)
    state.edit(folded ? 'Folded the group' : 'Unfolded the group', (graph) =>
      ids.reduce((changed, id) => changeGroup(changed, id, { folded }), graph),
    )
  },
}

/** Edits the title of the group that the selected nodes are in. */
export const renameGroup: Command = {
  id: 'rename-group',
  title: 'Rename the group',
  group: 'Edit',
  keys: ['Shift+F2'],
  scope: 'everywhere',
  enabled: inGroup,
  perform: (state) => {
    const [group] = groupsWith(state.graph, state.selection.nodes)
    if (group) state.writeOn({ type: 'group', id: group.id })
  },
}

/** Folds a group, or unfolds it. */
export function toggleGroup(state: EditorState, id: string): void {
  const group = groupOf(state.graph, id)
  if (!group) return
  const folded = group.folded !== true
  state.edit(`${folded ? 'Folded' : 'Unfolded'} “${group.title}”`, (graph) =>
    changeGroup(graph, id, { folded }),
  )
}
