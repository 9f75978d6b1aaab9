import { reach } from '../model/reach.ts'
import { type Command, hasNodes } from './command.ts'

const selecting =
  (way: 'down' | 'up'): Command['perform'] =>
  (state) => {
    const nodes = reach(state.graph, state.selection.nodes, way)
    const primary = state.selection.nodes.at(-1)
    state.select({ nodes: [...nodes.filter((id) => id !== primary), ...(primary ? [primary] : [])] })
    state.announce(`Selected ${nodes.length} nodes`)
  }

export const selectDownstream: Command = {
  id: 'select-downstream',
  title: 'Select downstream',
  group: 'Select',
  keys: ['Shift+ArrowRight', 'Shift+ArrowDown'],
  scope: 'canvas',
  enabled: hasNodes,
  perform: selecting('down'),
}

export const selectUpstream: Command = {
  id: 'select-upstream',
  title: 'Select upstream',
  group: 'Select',
  keys: ['Shift+ArrowLeft', 'Shift+ArrowUp'],
  scope: 'canvas',
  enabled: hasNodes,
  perform: selecting('up'),
}
