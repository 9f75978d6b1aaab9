import { describe, expect, it } from 'vitest'
import type { Graph } from '../../../../shared/graph/graph.ts'
import { templates } from '../../../../shared/templates/templates.ts'
import { wire } from '../../../../shared/templates/wire.ts'
import { fieldChanges } from '../../../../web/editor/model/fieldChanges.ts'
import { changeCount, graphDiff } from '../../../../web/editor/model/graphDiff.ts'
import { action, soundGraph } from '../../../support/graphs.ts'

const withNodes = (nodes: Graph['nodes'], edges = soundGraph.edges): Graph => ({
  ...soundGraph,
  nodes,
  edges,
})

describe('what differs between two graphs', () => {
  it('is nothing between a graph and itself, parsed anew', () => {
    for (const { graph } of templates) {
      const diff = graphDiff(graph, JSON.parse(JSON.stringify(graph)) as Graph)
      expect(changeCount(diff)).toBe(0)
      expect(diff.moved).toBe(0)
    }
  })

  it('tells added, removed and changed nodes apart, and names the fields', () => {
    const after = withNodes([
      ...soundGraph.nodes
        .filter(({ id }) => id !== 'stopped')
        .map((node) => (node.id === 'act' ? action('act', { title: 'Act twice', costUsd: 5 }) : node)),
      action('extra'),
    ])
    const { nodes } = graphDiff(soundGraph, after)
    expect(nodes.map(({ id, change }) => [id, change])).toEqual([
      ['act', 'changed'],
      ['extra', 'added'],
      ['stopped', 'removed'],
    ])
    expect(nodes[0]?.fields).toEqual([
      { path: ['title'], before: 'act', after: 'Act twice' },
      { path: ['costUsd'], before: undefined, after: 5 },
    ])
  })

  it('names an item of a list by its id, so that one that comes first does not change the others', () => {
    const one = { id: 'one', action: 'act' }
    const before = { steps: [one, { id: 'two', action: 'act' }] }
    const after = { steps: [{ id: 'zero', action: 'act' }, one, { id: 'two', action: 'other' }] }
    expect(fieldChanges(before, after, [])).toEqual([
      { path: ['steps', 'zero'], before: undefined, after: { id: 'zero', action: 'act' } },
      { path: ['steps', 'two', 'action'], before: 'act', after: 'other' },
    ])
    expect(fieldChanges({ steps: [one, { id: 'b' }] }, { steps: [{ id: 'b' }, one] }, [])).toEqual([
      { path: ['steps'], before: ['one', 'b'], after: ['b', 'one'] },
    ])
  })

  it('takes edges between the same ports as the same, whatever they are called', () => {
    const renamed = soundGraph.edges.map((edge) => ({ ...edge, id: `new-${edge.id}` }))
    expect(graphDiff(soundGraph, withNodes(soundGraph.nodes, renamed)).edges).toEqual([])
    const rewired = soundGraph.edges.map((edge) =>
      edge.from.port === 'bail' ? { ...wire('check.bail', 'done.in'), id: edge.id } : edge,
    )
    expect(
      graphDiff(soundGraph, withNodes(soundGraph.nodes, rewired)).edges.map(({ words }) => words),
    ).toEqual(['Check.bail → Done', 'Check.bail → Stopped'])
  })

  it('keeps what is gone in the picture, where it stood, under ids that are no other’s', () => {
    const before = {
      ...soundGraph,
      layout: { positions: { stopped: { x: 8, y: 16 }, done: { x: 0, y: 0 } } },
    }
    const after = {
      ...withNodes(
        soundGraph.nodes.filter(({ id }) => id !== 'stopped'),
        soundGraph.edges.filter(({ to }) => to.node !== 'stopped'),
      ),
      layout: { positions: { done: { x: 32, y: 0 } } },
    }
    const { union, moved } = graphDiff(before, after)
    expect(union.layout.positions).toEqual({ stopped: { x: 8, y: 16 }, done: { x: 32, y: 0 } })
    expect(union.nodes).toHaveLength(soundGraph.nodes.length)
    expect(new Set(union.edges.map(({ id }) => id)).size).toBe(soundGraph.edges.length)
    expect(moved).toBe(1)
  })

  it('counts the loop’s own fields', () => {
    const after = { ...soundGraph, title: 'Sounder', limits: { ...soundGraph.limits, iterations: 9 } }
    expect(graphDiff(soundGraph, after).loop.map(({ path }) => path.join('/'))).toEqual([
      'title',
      'limits/iterations',
    ])
  })

  it('tells groups and notes by what they say, not by where they stand, and counts them for no version', () => {
    const note = { id: 'why', text: 'Why', x: 0, y: 0, width: 200, height: 80 }
    const group = { id: 'acts', title: 'Acts', nodes: ['act'] }
    const before = { ...soundGraph, layout: { positions: {}, notes: [note], groups: [group] } }
    const after = {
      ...soundGraph,
      layout: { positions: {}, notes: [{ ...note, x: 90 }], groups: [{ ...group, id: 'new' }] },
    }
    const diff = graphDiff(before, after)
    expect(diff.asides.map(({ sort, id, change }) => [sort, id, change])).toEqual([
      ['group', 'new', 'added'],
      ['group', 'acts', 'removed'],
    ])
    expect(changeCount(diff)).toBe(0)
    expect(diff.union.layout.groups?.map(({ id }) => id)).toEqual(['new', 'acts'])
  })
})
