import { nodeOf } from '../model/connect.ts'
import { type Direction, neighbour } from '../model/neighbour.ts'
import { type Command, primaryNode } from './command.ts'

const walking = (direction: Direction, key: string): Command => ({
  id: `walk-${direction}`,
  title: `Go to the node ${{ left: 'on the left', right: 'on the right', up: 'above', down: 'below' }[direction]}`,
  group: 'Select',
  keys: [key],
  scope: 'canvas',
  enabled: (state) => state.graph.nodes.length > 0,
  perform: (state) => {
    const from = primaryNode(state)
    const to = from === null ? state.graph.nodes[0]?.id : neighbour(state.graph, from, direction)
    if (!to) {
      state.announce('No node there')
      return
    }
    state.select({ nodes: [to] })
    state.canvas?.reveal([to])
    const node = nodeOf(state.graph, to)
    if (node) state.announce(`${node.kind} “${node.title}”`)
  },
})

export const walkLeft = walking('left', 'ArrowLeft')
export const walkRight = walking('right', 'ArrowRight')
export const walkUp = walking('up', 'ArrowUp')
export const walkDown = walking('down', 'ArrowDown')
