import { describe, expect, it } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import { issueTriage } from '../../../shared/templates/issueTriage.ts'
import { createFlowElements } from '../../../web/editor/canvas/flowElements.ts'
import { placesOf } from '../../../web/editor/canvas/places.ts'
import { copySelection } from '../../../web/editor/commands/copySelection.ts'
import { deleteSelection } from '../../../web/editor/commands/deleteSelection.ts'
import {
  foldGroup,
  groupSelection,
  leaveGroup,
  ungroupSelection,
} from '../../../web/editor/commands/groups.ts'
import { addNote } from '../../../web/editor/commands/notes.ts'
import { pasteNodes } from '../../../web/editor/commands/pasteNodes.ts'
import { moveNodes } from '../../../web/editor/model/align.ts'
import { groupAround, groupFrame, groupsOf, joinGroup } from '../../../web/editor/model/groups.ts'
import { changeNote, notesOf } from '../../../web/editor/model/notes.ts'
import { withPositions } from '../../../web/editor/model/withPositions.ts'
import type { EditorStore } from '../../../web/editor/store/createEditorStore.ts'
import { editorFor } from './editorFor.ts'

const whole = withPositions(issueTriage.graph)
const [first = '', second = '', third = ''] = whole.nodes.map((node) => node.id)

/** Two nodes in a group, and a note. */
function withAsides(): EditorStore {
  const store = editorFor(whole)
  store.getState().select({ nodes: [first, second] })
  void groupSelection.perform(store.getState())
  void addNote.perform(store.getState())
  store.getState().edit('Wrote', (graph) => changeNote(graph, 'note', { text: 'Why this is so' }))
  return store
}

describe('groups and notes', () => {
  it('never change the version of the program', () => {
    const version = (graph: unknown) => compile(graph).program?.version ?? null
    expect(version(whole)).not.toBeNull()
    expect(version(withAsides().getState().graph)).toBe(version(whole))
  })

  it('are undone to the byte', () => {
    const store = withAsides()
    while (store.getState().past.length > 0) store.getState().undo()
    expect(store.getState().graph).toBe(whole)
  })

  it('come along with a copy, under fresh ids, and the group holds the copies', async () => {
    const store = withAsides()
    store.getState().select({ nodes: [first, second], notes: ['note'] })
    await copySelection.perform(store.getState())
    await pasteNodes.perform(store.getState())
    const { graph, selection } = store.getState()
    expect(notesOf(graph).map(({ id, text }) => [id, text])).toEqual([
      ['note', 'Why this is so'],
      ['note2', 'Why this is so'],
    ])
    expect(groupsOf(graph).map(({ id, nodes }) => [id, nodes])).toEqual([
      ['group', [first, second]],
      ['group2', selection.nodes],
    ])
  })

  it('leave a group of which only a part is copied where it is', async () => {
    const store = withAsides()
    store.getState().select({ nodes: [first] })
    await copySelection.perform(store.getState())
    await pasteNodes.perform(store.getState())
    expect(groupsOf(store.getState().graph)).toHaveLength(1)
  })

  it('go when the last of them is deleted: a group with its nodes, a note by itself', () => {
    const store = withAsides()
    store.getState().select({ nodes: [first, second], notes: ['note'] })
    void deleteSelection.perform(store.getState())
    expect(store.getState().graph.layout).not.toHaveProperty('groups')
    expect(store.getState().graph.layout).not.toHaveProperty('notes')
  })

  it('let a node be in one group only', () => {
    const store = withAsides()
    store.getState().select({ nodes: [second, third] })
    void groupSelection.perform(store.getState())
    expect(groupsOf(store.getState().graph).map((group) => group.nodes)).toEqual([[first], [second, third]])
  })
})

describe('a group', () => {
  it('takes its nodes along, and the notes that stand in its frame', () => {
    const store = withAsides()
    const { graph } = store.getState()
    const [group] = groupsOf(graph)
    const frame = group && groupFrame(graph, group)
    if (!frame) throw new Error('The group has no frame')
    const inside = changeNote(graph, 'note', { x: frame.x + 8, y: frame.y + 8, width: 80, height: 40 })
    const dragged = [{ id: 'group:group', position: { x: frame.x + 100, y: frame.y + 10 } }]
    const at = whole.layout.positions[first] ?? { x: 0, y: 0 }
    const { nodes, notes } = placesOf(inside, dragged)
    expect(Object.keys(nodes)).toEqual([first, second])
    expect(nodes[first]).toEqual({ x: at.x + 100, y: at.y + 10 })
    expect(notes).toEqual({ note: { x: frame.x + 108, y: frame.y + 18 } })
    const away = changeNote(inside, 'note', { x: frame.x - 400 })
    expect(placesOf(away, dragged).notes).toEqual({})
  })

  it('that is folded stands for its nodes: they go out of sight, and wires from outside lead to it', () => {
    const store = withAsides()
    store.getState().select({ nodes: [first] })
    void foldGroup.perform(store.getState())
    const { graph } = store.getState()
    const { nodes, edges } = createFlowElements()({
      graph,
      selectedNodes: new Set(),
      selectedEdges: new Set(),
      problems: new Map(),
      marks: null,
      mocked: new Set(),
      editable: true,
    })
    expect(nodes.map((node) => node.id)).toEqual(whole.nodes.map((node) => node.id).slice(2))
    const members = [first, second]
    const within = graph.edges.filter(
      (edge) => members.includes(edge.from.node) && members.includes(edge.to.node),
    )
    expect(within.length).toBeGreaterThan(0)
    expect(edges).toHaveLength(graph.edges.length - within.length)
    for (const edge of graph.edges.filter(
      (each) => members.includes(each.from.node) && !within.includes(each),
    )) {
      expect(edges.find(({ id }) => id === edge.id)).toMatchObject({
        source: 'group:group',
        sourceHandle: 'out',
      })
    }
    void ungroupSelection.perform(store.getState())
    expect(store.getState().graph.layout).not.toHaveProperty('groups')
  })

  it('takes in a node that is put into its frame, and lets it go again', () => {
    const store = withAsides()
    const { graph } = store.getState()
    const [group] = groupsOf(graph)
    const frame = group && groupFrame(graph, group)
    if (!group || !frame) throw new Error('The group has no frame')
    expect(groupAround(graph, third)).toBeNull()
    const inside = moveNodes(graph, { [third]: { x: frame.x + 8, y: frame.y + 8 } })
    expect(groupAround(inside, third)?.id).toBe(group.id)
    store.getState().edit('Joined', () => joinGroup(inside, group.id, [third]))
    expect(groupsOf(store.getState().graph).map(({ nodes }) => nodes)).toEqual([[first, second, third]])
    store.getState().select({ nodes: [third] })
    void leaveGroup.perform(store.getState())
    expect(groupsOf(store.getState().graph).map(({ nodes }) => nodes)).toEqual([[first, second]])
  })
})
