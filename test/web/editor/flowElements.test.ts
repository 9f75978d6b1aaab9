import { describe, expect, it } from 'vitest'
import type { Json } from '../../../shared/json.ts'
import { issueTriage } from '../../../shared/templates/issueTriage.ts'
import { createAsideElements } from '../../../web/editor/canvas/asideElements.ts'
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

  it('say on the way back what has to hold for a run to leave the loop', () => {
    const exit = (checks: Json) => {
      const changed = writePointer(
        graph,
        `/nodes/${graph.nodes.findIndex((each) => each.kind === 'verifier')}/checks`,
        checks,
      )
      return createFlowElements()(inputFor({ graph: changed })).edges.find(
        (edge) => edge.data?.role === 'loop',
      )?.data?.exit
    }
    const rule = { type: 'rule', id: 'twice', expr: 'run.iteration >= 2', onFail: 'replan' }
    expect(exit([rule])).toBe('until run.iteration >= 2')
    expect(exit([{ ...rule, title: 'Two passes' }])).toBe('until “Two passes” holds')
    expect(exit([rule, { ...rule, id: 'again' }, { ...rule, id: 'end', onFail: 'bail' }])).toBe(
      'until 2 checks hold',
    )
    expect(exit([{ ...rule, onFail: 'bail' }])).toBe('no check leads here')
  })

  it('leave out a wire whose end is gone', () => {
    const [first] = graph.nodes
    const without = { ...graph, nodes: graph.nodes.slice(1) }
    const { edges } = createFlowElements()(inputFor({ graph: without }))
    expect(edges.some((edge) => edge.source === first?.id)).toBe(false)
  })

  it('show on a folded group the worst of what is folded away: its problems, and what a run did there', () => {
    const groups = [{ id: 'work', title: 'Work', nodes: ['label', 'review'], folded: true }]
    const mark = { attempt: null, durationMs: null, iteration: null, says: null }
    const { behind } = createAsideElements()({
      graph: { ...graph, layout: { ...graph.layout, groups } },
      selectedNodes: new Set(),
      selectedNotes: new Set(),
      problems: new Map([
        ['label', { errors: 0, warnings: 2 }],
        ['review', { errors: 1, warnings: 0 }],
      ]),
      marks: {
        nodes: { label: { ...mark, state: 'succeeded' }, review: { ...mark, state: 'waiting' } },
        edges: {},
        used: { iterations: 1, costUsd: 0 },
      },
      editable: true,
    })
    expect(behind[0]?.data).toMatchObject({ problems: { errors: 1, warnings: 2 }, run: 'waiting' })
  })
})
