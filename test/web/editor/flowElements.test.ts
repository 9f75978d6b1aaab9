import { describe, expect, it } from 'vitest'
import { issueTriage } from '../../../shared/templates/issueTriage.ts'
import { createFlowElements, type FlowInput } from '../../../web/editor/canvas/flowElements.ts'
import { writePointer } from '../../../web/editor/model/jsonPointer.ts'
import { withPositions } from '../../../web/editor/model/withPositions.ts'

const graph = withPositions(issueTriage.graph)
const inputFor = (more: Partial<FlowInput> = {}): FlowInput => ({
  graph,
  selectedNodes: new Set(),
  selectedEdges: new Set(),
  problems: new Map(),
  marks: null,
  mocked: new Set(),
  editable: true,
  ...more,
})

describe('the canvas’s elements', () => {
  it('keep their identity while nothing about them changes', () => {
    const elementsOf = createFlowElements()
    const before = elementsOf(inputFor())
    const after = elementsOf(inputFor())
    expect(after.nodes).toBe(before.nodes)
    expect(after.edges).toBe(before.edges)
  })

  it('are made anew for the one node that changes, and for no wire', () => {
    const elementsOf = createFlowElements()
    const before = elementsOf(inputFor())
    const after = elementsOf(inputFor({ graph: writePointer(graph, '/nodes/0/title', 'Renamed') }))
    const changed = after.nodes.filter((node, index) => node !== before.nodes[index])
    expect(changed.map((node) => node.data.node.title)).toEqual(['Renamed'])
    expect(after.edges).toBe(before.edges)
  })

  it('carry the cap and the budget on the way back, and what a run used of them', () => {
    const back = (input: FlowInput) =>
      createFlowElements()(input).edges.find((edge) => edge.data?.role === 'loop')?.data?.label
    expect(back(inputFor())).toBe('at most 3 × · $10')
    const marks = { nodes: {}, edges: {}, used: { iterations: 2, costUsd: 0.125 } }
    expect(back(inputFor({ marks }))).toBe('2 / 3 · $0.13 of $10')
  })

  it('leave out a wire whose end is gone', () => {
    const [first] = graph.nodes
    const without = { ...graph, nodes: graph.nodes.slice(1) }
    const { edges } = createFlowElements()(inputFor({ graph: without }))
    expect(edges.some((edge) => edge.source === first?.id)).toBe(false)
  })
})
