import { moveNodes } from '../model/align.ts'
import { grid } from '../model/geometry.ts'
import { type Direction } from '../model/neighbour.ts'
import { moveNotes, notesOf } from '../model/notes.ts'
import { type Command, hasNodesOrNotes } from './command.ts'

const shift = {
  left: { x: -grid, y: 0 },
  right: { x: grid, y: 0 },
  up: { x: 0, y: -grid },
  down: { x: 0, y: grid },
} as const satisfies Record<Direction, { x: number; y: number }>

const nudging = (direction: Direction, key: string): Command => ({
  id: `nudge-${direction}`,
  title: `Move ${direction}`,
  group: 'Arrange',
  keys: [key],
  scope: 'canvas',
  enabled: hasNodesOrNotes,
  perform: (state) => {
    const by = shift[direction]
    const places = Object.fromEntries(
      state.selection.nodes.map((id) => {
        const at = state.graph.layout.positions[id] ?? { x: 0, y: 0 }
        return [id, { x: at.x + by.x, y: at.y + by.y }]
      }),
    )
    const notes = Object.fromEntries(
      notesOf(state.graph).flatMap(({ id, x, y }) =>
        state.selection.notes.includes(id) ? [[id, { x: x + by.x, y: y + by.y }]] : [],
      ),
    )
    state.edit('Moved', (graph) => moveNotes(moveNodes(graph, places), notes), {
      merge: `nudge:${[...state.selection.nodes, ':', ...state.selection.notes].join()}`,
    })
    state.announce(`Moved ${direction}`)
  },
})

export const nudgeLeft = nudging('left', 'Alt+ArrowLeft')
export const nudgeRight = nudging('right', 'Alt+ArrowRight')
export const nudgeUp = nudging('up', 'Alt+ArrowUp')
export const nudgeDown = nudging('down', 'Alt+ArrowDown')
