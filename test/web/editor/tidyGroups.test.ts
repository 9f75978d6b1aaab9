import { expect, it } from 'vitest'
import type { Graph } from '../../../shared/graph/graph.ts'
import { issueTriage } from '../../../shared/templates/issueTriage.ts'
import { cardHeight, cardWidth } from '../../../web/editor/model/geometry.ts'
import { groupFrame, groupsOf } from '../../../web/editor/model/groups.ts'
import { layoutGraph } from '../../../web/editor/model/layoutGraph.ts'

const { graph } = issueTriage
const grouped: Graph = {
  ...graph,
  layout: {
    ...graph.layout,
    groups: [
      { id: 'public', title: 'Public', nodes: ['label', 'unlabel', 'assign', 'unassign'] },
      { id: 'end', title: 'Ends', nodes: ['done', 'safe_state'] },
    ],
  },
}

it('puts what is in a group together, and nothing else into its frame', () => {
  const tidied = { ...grouped, layout: { ...grouped.layout, positions: layoutGraph(grouped) } }
  expect(Object.keys(tidied.layout.positions)).toHaveLength(graph.nodes.length)
  for (const group of groupsOf(tidied)) {
    const frame = groupFrame(tidied, group)
    if (!frame) throw new Error('The group has no frame')
    const within = tidied.nodes.filter(({ id, kind }) => {
      const at = tidied.layout.positions[id]
      return (
        at !== undefined &&
        at.x < frame.x + frame.width &&
        frame.x < at.x + cardWidth &&
        at.y < frame.y + frame.height &&
        frame.y < at.y + cardHeight(kind)
      )
    })
    expect(within.map(({ id }) => id).toSorted()).toEqual([...group.nodes].toSorted())
  }
})
