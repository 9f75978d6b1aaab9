import type { EditorState } from '../store/editorState.ts'
import type { BreakpointAt } from '../store/trySlice.ts'
import type { Command } from './command.ts'

/** What of the selection a run can be stopped at: every node and wire. */
function pointsIn({ selection: { nodes, edges } }: EditorState): BreakpointAt[] {
  return [
    ...nodes.map((id): BreakpointAt => ({ at: 'node', id })),
    ...edges.map((id): BreakpointAt => ({ at: 'edge', id })),
  ]
}

const isSet = ({ breakpoints: { nodes, edges } }: EditorState, { at, id }: BreakpointAt) =>
  (at === 'node' ? nodes : edges).includes(id)

export const toggleBreakpoint: Command = {
  id: 'toggle-breakpoint',
  title: 'Set or remove a breakpoint',
  group: 'Try',
  keys: ['B'],
  scope: 'canvas',
  enabled: (state) => pointsIn(state).length > 0,
  perform: (state) => {
    const points = pointsIn(state)
    const had = points.filter((point) => isSet(state, point))
    for (const point of had.length > 0 ? had : points) state.toggleBreakpoint(point)
    state.announce(had.length > 0 ? 'Breakpoint removed' : 'Breakpoint set')
  },
}

export const clearBreakpoints: Command = {
  id: 'clear-breakpoints',
  title: 'Remove every breakpoint',
  group: 'Try',
  keys: [],
  scope: 'everywhere',
  enabled: ({ breakpoints: { nodes, edges } }) => nodes.length + edges.length > 0,
  perform: (state) => {
    state.clearBreakpoints()
    state.announce('Breakpoints removed')
  },
}
