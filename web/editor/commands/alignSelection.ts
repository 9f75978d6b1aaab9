import { type Alignment, alignNodes } from '../model/align.ts'
import type { Command } from './command.ts'

const aligning = (to: Alignment, title: string): Command => ({
  id: `align-${to}`,
  title,
  group: 'Arrange',
  keys: [],
  scope: 'everywhere',
  enabled: (state) => state.selection.nodes.length > 1,
  perform: (state) => state.edit(title, (graph) => alignNodes(graph, state.selection.nodes, to)),
})

export const alignLeft = aligning('left', 'Align left')
export const alignRight = aligning('right', 'Align right')
export const alignTop = aligning('top', 'Align top')
export const alignBottom = aligning('bottom', 'Align bottom')
export const alignRow = aligning('row', 'Align in a row')
