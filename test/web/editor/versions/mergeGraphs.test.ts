import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Graph } from '../../../../shared/graph/graph.ts'
import type { Node } from '../../../../shared/graph/nodes/node.ts'
import { wire } from '../../../../shared/templates/wire.ts'
import { changeCount, graphDiff } from '../../../../web/editor/model/graphDiff.ts'
import { mergeGraphs } from '../../../../web/editor/model/mergeGraphs.ts'
import { mergeValues } from '../../../../web/editor/model/mergeValues.ts'
import { removeNodes } from '../../../../web/editor/model/removeNodes.ts'
import { action, soundGraph } from '../../../support/graphs.ts'

const base = soundGraph
const change = (graph: Graph, id: string, to: (node: Node) => Node): Graph => ({
  ...graph,
  nodes: graph.nodes.map((node) => (node.id === id ? to(node) : node)),
})
const titled = (graph: Graph, id: string, title: string) => change(graph, id, (node) => ({ ...node, title }))
const titleOf = (graph: Graph, id: string) => graph.nodes.find((node) => node.id === id)?.title
const lead = (graph: Graph, port: string, to: string): Graph => ({
  ...graph,
  edges: graph.edges.map((edge) => (edge.from.port === port ? wire(`check.${port}`, `${to}.in`) : edge)),
})
const isSame = (one: Graph, other: Graph) => changeCount(graphDiff(one, other)) === 0

describe('merging two drafts of the same one', () => {
  it('takes from each side what only it changed, by node and by field', () => {
    const mine = titled({ ...base, limits: { ...base.limits, steps: 7 } }, 'plan', 'My plan')
    const theirs = change({ ...base, limits: { ...base.limits, iterations: 9 } }, 'act', (node) => ({
      ...node,
      note: 'Theirs',
    }))
    const both = titled(theirs, 'act', 'act')
    const { graph, conflicts } = mergeGraphs(base, titled(mine, 'act', 'Mine'), both)
    expect(conflicts).toEqual([])
    expect(titleOf(graph, 'plan')).toBe('My plan')
    expect(graph.nodes.find(({ id }) => id === 'act')).toMatchObject({ title: 'Mine', note: 'Theirs' })
    expect(graph.limits).toMatchObject({ steps: 7, iterations: 9 })
  })

  it('asks where both changed the same field, and does as it is told', () => {
    const mine = titled(base, 'act', 'Mine')
    const theirs = titled(base, 'act', 'Theirs')
    const { graph, conflicts } = mergeGraphs(base, mine, theirs)
    expect(conflicts).toEqual([
      {
        key: 'act/title',
        node: 'act',
        title: 'Mine',
        path: ['title'],
        base: 'act',
        mine: 'Mine',
        theirs: 'Theirs',
      },
    ])
    expect(titleOf(graph, 'act')).toBe('Mine')
    expect(titleOf(mergeGraphs(base, mine, theirs, { 'act/title': 'theirs' }).graph, 'act')).toBe('Theirs')
  })

  it('asks before it drops a node that the other side edited on, and keeps its wires when it stays', () => {
    const mine = removeNodes(base, ['act'])
    const theirs = titled(base, 'act', 'Edited on')
    const asked = mergeGraphs(base, mine, theirs)
    expect(asked.conflicts.map(({ key }) => key)).toEqual(['act'])
    expect(titleOf(asked.graph, 'act')).toBeUndefined()
    const kept = mergeGraphs(base, mine, theirs, { act: 'theirs' }).graph
    expect(titleOf(kept, 'act')).toBe('Edited on')
    expect(kept.edges.filter(({ from, to }) => from.node === 'act' || to.node === 'act')).toHaveLength(2)
  })

  it('drops without a question what one side removed and the other left alone', () => {
    const { graph, conflicts } = mergeGraphs(base, base, removeNodes(base, ['stopped']))
    expect(conflicts).toEqual([])
    expect(isSame(graph, removeNodes(base, ['stopped']))).toBe(true)
  })

  it('keeps two nodes that both sides added under one id', () => {
    const mine = { ...base, nodes: [...base.nodes, action('extra', { title: 'Mine' })] }
    const theirs = {
      ...base,
      nodes: [...base.nodes, action('extra', { title: 'Theirs' })],
      edges: [...base.edges, wire('plan.plan', 'extra.step')],
    }
    const { graph, conflicts } = mergeGraphs(base, mine, theirs)
    expect(conflicts).toEqual([])
    expect(titleOf(graph, 'extra')).toBe('Mine')
    expect(titleOf(graph, 'extra2')).toBe('Theirs')
    expect(graph.edges.some(({ to }) => to.node === 'extra2')).toBe(true)
    expect(graph.edges.some(({ to }) => to.node === 'extra')).toBe(false)
  })

  it('asks where a port that takes one wire was led elsewhere by both', () => {
    const extra = { ...base, nodes: [...base.nodes, { ...action('x'), id: 'x' }] }
    const mine = lead(extra, 'bail', 'done')
    const theirs = lead(extra, 'bail', 'plan')
    const { graph, conflicts } = mergeGraphs(extra, mine, theirs)
    expect(conflicts.map(({ key, mine: own, theirs: other }) => [key, own, other])).toEqual([
      ['check/wires/bail', 'done', 'plan'],
    ])
    expect(graph.edges.filter(({ from }) => from.port === 'bail').map(({ to }) => to.node)).toEqual(['done'])
    const other = mergeGraphs(extra, mine, theirs, { 'check/wires/bail': 'theirs' }).graph
    expect(other.edges.filter(({ from }) => from.port === 'bail').map(({ to }) => to.node)).toEqual(['plan'])
  })

  it('takes a strategy whole when the sides picked different ones', () => {
    const http = { type: 'http', host: 'api', path: '/plan' } as const
    const mine = change(base, 'plan', (node) =>
      node.kind === 'planner' ? { ...node, strategy: http } : node,
    )
    const theirs = change(base, 'plan', (node) =>
      node.kind === 'planner' && node.strategy.type === 'sequence'
        ? { ...node, strategy: { ...node.strategy, steps: [] } }
        : node,
    )
    const { conflicts } = mergeGraphs(base, mine, theirs)
    expect(conflicts.map(({ key }) => key)).toEqual(['plan/strategy'])
  })

  it('loses nothing of either side when the draft that both come from is not known', () => {
    const mine = titled({ ...base, nodes: [...base.nodes, action('mine')] }, 'act', 'Mine')
    const theirs = { ...base, nodes: [...base.nodes, action('theirs')] }
    const { graph, conflicts } = mergeGraphs(null, mine, theirs)
    expect(graph.nodes.map(({ id }) => id)).toEqual(expect.arrayContaining(['mine', 'theirs', 'act']))
    expect(conflicts.map(({ key }) => key)).toEqual(['act'])
    expect(graph.edges).toHaveLength(base.edges.length)
  })
})

describe('merging what is laid out', () => {
  it('keeps the notes of both sides, and where each moved a node', () => {
    const laid = (layout: Partial<Graph['layout']>): Graph => ({
      ...base,
      layout: { positions: { act: { x: 0, y: 0 }, done: { x: 9, y: 0 } }, ...layout },
    })
    const note = (id: string) => ({ id, text: id, x: 0, y: 0, width: 200, height: 80 })
    const mine = laid({ notes: [note('mine')], viewport: { x: 1, y: 2, zoom: 1 } })
    const theirs = laid({
      notes: [note('theirs')],
      positions: { act: { x: 50, y: 0 }, done: { x: 9, y: 0 } },
      viewport: { x: 7, y: 7, zoom: 1 },
    })
    const { layout } = mergeGraphs(laid({}), mine, theirs).graph
    expect(layout.notes?.map(({ id }) => id).toSorted()).toEqual(['mine', 'theirs'])
    expect(layout.positions.act).toEqual({ x: 50, y: 0 })
    expect(layout.viewport).toEqual({ x: 1, y: 2, zoom: 1 })
  })
})

describe('a merge of any two drafts', () => {
  const edit = fc.oneof(
    fc
      .record({ id: fc.constantFrom(...base.nodes.map(({ id }) => id)), title: fc.constantFrom('A', 'B') })
      .map(
        ({ id, title }) =>
          (graph: Graph) =>
            titled(graph, id, title),
      ),
    fc.constantFrom('act', 'stopped', 'done').map((id) => (graph: Graph) => removeNodes(graph, [id])),
    fc.constantFrom('new1', 'new2').map(
      (id) =>
        (graph: Graph): Graph =>
          graph.nodes.some((node) => node.id === id)
            ? graph
            : { ...graph, nodes: [...graph.nodes, action(id)] },
    ),
    fc.integer({ min: 1, max: 3 }).map(
      (steps) =>
        (graph: Graph): Graph => ({ ...graph, limits: { ...graph.limits, steps } }),
    ),
  )
  const draft = fc
    .array(edit, { maxLength: 6 })
    .map((edits) => edits.reduce((graph, each) => each(graph), base))

  it('is the other draft where one changed nothing, and one draft where both are the same', () => {
    fc.assert(
      fc.property(draft, (graph) => {
        for (const [mine, theirs] of [
          [base, graph],
          [graph, base],
          [graph, graph],
        ] as const) {
          const merge = mergeGraphs(base, mine, theirs)
          expect(merge.conflicts).toEqual([])
          expect(isSame(merge.graph, graph)).toBe(true)
        }
      }),
    )
  })

  it('has the same conflicts from either side, and no wire without its ends', () => {
    fc.assert(
      fc.property(draft, draft, (mine, theirs) => {
        const one = mergeGraphs(base, mine, theirs)
        const other = mergeGraphs(base, theirs, mine)
        expect(one.conflicts.map(({ key }) => key).toSorted()).toEqual(
          other.conflicts.map(({ key }) => key).toSorted(),
        )
        const ids = new Set(one.graph.nodes.map(({ id }) => id))
        expect(one.graph.edges.every(({ from, to }) => ids.has(from.node) && ids.has(to.node))).toBe(true)
        expect(new Set(one.graph.edges.map(({ id }) => id)).size).toBe(one.graph.edges.length)
      }),
    )
  })
})

describe('merging values', () => {
  const never = () => {
    throw new Error('There is nothing to ask')
  }
  it('puts what one side added to a list after what it follows there', () => {
    const items = (...ids: string[]) => ids.map((id) => ({ id }))
    expect(
      mergeValues(
        { base: items('a', 'b'), mine: items('a', 'm', 'b'), theirs: items('t', 'a', 'b') },
        [],
        never,
      ),
    ).toEqual(items('t', 'a', 'm', 'b'))
    expect(
      mergeValues({ base: items('a', 'b'), mine: items('b', 'a'), theirs: items('a', 'b', 'c') }, [], never),
    ).toEqual(items('b', 'c', 'a'))
  })
})
