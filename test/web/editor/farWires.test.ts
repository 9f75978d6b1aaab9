import { describe, expect, it } from 'vitest'
import type { Graph } from '../../../shared/graph/graph.ts'
import { createFarWires } from '../../../web/editor/canvas/farWires.ts'
import { createFlowElements } from '../../../web/editor/canvas/flowElements.ts'
import { edgeRoles } from '../../../web/editor/model/edgeRole.ts'
import { largeGraph } from '../../support/largeGraph.ts'

const nothing: ReadonlySet<string> = new Set()
const graph = largeGraph(100)

function elementsOf(of: Graph) {
  return createFlowElements()({
    graph: of,
    selectedNodes: nothing,
    selectedEdges: nothing,
    problems: new Map(),
    marks: null,
    mocked: nothing,
    editable: true,
  })
}

describe('wires from far away', () => {
  it('are one path for each role, with every wire in it', () => {
    const { nodes, edges } = elementsOf(graph)
    const wires = createFarWires()(nodes, edges)
    const roles = Map.groupBy(edgeRoles(graph).values(), (role) => role)
    expect(new Set(wires.map(({ role }) => role))).toEqual(new Set(roles.keys()))
    for (const { role, path } of wires) expect(path.match(/M/g)).toHaveLength(roles.get(role)?.length ?? 0)
  })

  it('follow a card that is moved, and only those at that card', () => {
    const wiresOf = createFarWires()
    const { nodes, edges } = elementsOf(graph)
    const main = () =>
      wiresOf(nodes, edges)
        .find(({ role }) => role === 'use')
        ?.path.split('M') ?? []
    const before = main()
    const at = nodes.findIndex(({ id }) => id === 'act0_3')
    const card = nodes[at]
    if (!card) throw new Error('The graph has no such node.')
    nodes[at] = { ...card, position: { x: card.position.x, y: card.position.y + 8 } }
    const after = main()
    expect(after.filter((path, index) => path !== before[index])).toHaveLength(1)
  })

  it('are left out where an end is not on the canvas', () => {
    const { nodes, edges } = elementsOf(graph)
    const wires = createFarWires()(
      nodes.filter(({ id }) => id !== 'stopped'),
      edges,
    )
    expect(wires.some(({ role }) => role === 'rollback')).toBe(false)
  })
})
