import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Edge } from '../../../shared/graph/edge.ts'
import { emptyGraph } from '../../../shared/graph/emptyGraph.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { depths, edgeRoles } from '../../../web/editor/model/edgeRole.ts'
import { reach } from '../../../web/editor/model/reach.ts'
import { action } from '../../support/graphs.ts'

const ids = ['a', 'b', 'c', 'd', 'e', 'f']

const anyGraph = fc
  .array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids, 'gone')), { maxLength: 14 })
  .map((pairs): Graph => {
    const edges = pairs.map(
      ([from, to], index): Edge => ({
        id: `e${index}`,
        from: { node: from, port: 'result' },
        to: { node: to, port: 'in' },
      }),
    )
    return { ...emptyGraph('any', 'Any'), nodes: ids.map((id) => action(id)), edges }
  })

describe('which wires are ways back', () => {
  it('are those that close a cycle at a node that comes no later, in any graph', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const order = depths(graph)
        const roles = edgeRoles(graph)
        for (const { id, from, to } of graph.edges) {
          const earlier = (order.get(to.node) ?? 0) <= (order.get(from.node) ?? 0)
          const back = earlier && reach(graph, [to.node], 'down').includes(from.node)
          expect(roles.get(id) === 'loop').toBe(back)
        }
      }),
    )
  })
})
