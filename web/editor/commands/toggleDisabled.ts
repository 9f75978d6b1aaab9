import { canBeDisabled } from '../../../shared/compile/disabled/leaveOutDisabled.ts'
import { nodeOf } from '../model/connect.ts'
import { counted } from '../model/counted.ts'
import { disable, enable } from '../model/disabling.ts'
import type { EditorState } from '../store/editorState.ts'
import type { Command } from './command.ts'

const disableable = ({ graph, selection }: EditorState) =>
  selection.nodes
    .map((id) => nodeOf(graph, id))
    .filter((node) => node !== undefined)
    .filter(canBeDisabled)

/** Disables the selected nodes that runs can go on without; enables them when every one is disabled already. */
export const toggleDisabled: Command = {
  id: 'toggle-disabled',
  title: 'Disable or enable',
  group: 'Edit',
  keys: ['D'],
  scope: 'canvas',
  enabled: (state) => disableable(state).length > 0,
  perform: (state) => {
    const nodes = disableable(state)
    const [first] = nodes
    if (!first) return
    const all = nodes.every(({ disabled }) => disabled)
    const what = nodes.length === 1 ? `“${first.title}”` : counted(nodes.length, 'node')
    const label = `${all ? 'Enabled' : 'Disabled'} ${what}`
    state.edit(label, (graph) =>
      (all ? enable : disable)(
        graph,
        nodes.map(({ id }) => id),
      ),
    )
    state.announce(label)
  },
}
