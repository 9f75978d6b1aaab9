import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyGraph } from '../../../shared/graph/emptyGraph.ts'
import { issueTriage } from '../../../shared/templates/issueTriage.ts'
import { copySelection } from '../../../web/editor/commands/copySelection.ts'
import { pasteNodes } from '../../../web/editor/commands/pasteNodes.ts'
import { readGraph } from '../../../web/editor/model/readGraph.ts'
import type { EditorStore } from '../../../web/editor/store/createEditorStore.ts'
import { editorFor } from './editorFor.ts'
import { deeds, perform } from './session/actions.ts'
import { editorInWorkspace } from './session/world.ts'

const bytes = (store: EditorStore) => {
  const { graph, unfinished } = store.getState()
  return JSON.stringify({ graph, unfinished })
}

const sessions = fc.array(deeds, { maxLength: 40, size: 'max' })
const starts = [
  ['an empty loop', emptyGraph('test-loop', 'Test')],
  ['a whole loop', issueTriage.graph],
] as const

function undoAll(store: EditorStore): void {
  while (store.getState().past.length > 0) store.getState().undo()
}
function redoAll(store: EditorStore): void {
  while (store.getState().future.length > 0) store.getState().redo()
}

/** Names of nodes and wires that stand somewhere and are not in the graph. */
function lostIn(store: EditorStore): string[] {
  const { graph, selection, unfinished } = store.getState()
  const nodes = new Set(graph.nodes.map(({ id }) => id))
  const edges = new Set(graph.edges.map(({ id }) => id))
  const named = [
    ...selection.nodes,
    ...graph.edges.flatMap(({ from, to }) => [from.node, to.node]),
    ...Object.keys(graph.layout.positions),
    ...(graph.layout.groups ?? []).flatMap((group) => group.nodes),
    ...Object.keys(unfinished).flatMap((key) => key.split('#')[0] || []),
  ]
  return [...named.filter((id) => !nodes.has(id)), ...selection.edges.filter((id) => !edges.has(id))]
}

describe('undo and redo', () => {
  it.each(starts)(
    'lead from the last document of any session on %s back to the first and on again, to the byte',
    async (_, graph) => {
      await fc.assert(
        fc.asyncProperty(sessions, async (session) => {
          const store = editorInWorkspace(graph)
          const first = bytes(store)
          await perform(store, session)
          // Undoing is itself among the commands: what was undone last is done again first.
          redoAll(store)
          const last = bytes(store)
          undoAll(store)
          expect(bytes(store)).toBe(first)
          redoAll(store)
          expect(bytes(store)).toBe(last)
        }),
        { numRuns: 60 },
      )
    },
  )

  it.each(starts)('never leave on %s what could not be saved and opened again as it is', async (_, graph) => {
    await fc.assert(
      fc.asyncProperty(sessions, async (session) => {
        const store = editorInWorkspace(graph)
        await perform(store, session)
        const saved: unknown = JSON.parse(JSON.stringify(store.getState().graph))
        expect(readGraph(saved)).toEqual({ ok: true, graph: saved })
      }),
      { numRuns: 30 },
    )
  })

  it.each(starts)(
    'never leave on %s a selection, a wire, a place or waiting text of what is not there',
    async (_, graph) => {
      await fc.assert(
        fc.asyncProperty(sessions, async (session) => {
          const store = editorInWorkspace(graph)
          await perform(store, session)
          expect(lostIn(store)).toEqual([])
        }),
        { numRuns: 30 },
      )
    },
  )

  it('take typing in one field as one step, and the next field as another', () => {
    const store = editorFor(issueTriage.graph)
    const [node] = store.getState().graph.nodes
    const id = node?.id ?? ''
    for (const text of ['a', 'ab', 'abc']) store.getState().write(id, '/title', text)
    for (const text of ['n', 'no']) store.getState().write(id, '/note', text)
    expect(store.getState().past).toHaveLength(2)
    store.getState().undo()
    expect(store.getState().graph.nodes[0]).toMatchObject({ title: 'abc' })
    store.getState().undo()
    expect(store.getState().graph).toBe(issueTriage.graph)
  })

  it('take typing after the field was left as a new step', () => {
    const store = editorFor(issueTriage.graph)
    const id = store.getState().graph.nodes[0]?.id ?? ''
    store.getState().write(id, '/title', 'one')
    store.getState().closeStep()
    store.getState().write(id, '/title', 'one more')
    store.getState().undo()
    expect(store.getState().graph.nodes[0]).toMatchObject({ title: 'one' })
  })

  it('forget what was undone once something else is done', () => {
    const store = editorFor()
    store.getState().write(null, '/title', 'One', 'Renamed')
    store.getState().undo()
    store.getState().write(null, '/title', 'Two', 'Renamed')
    expect(store.getState().future).toEqual([])
    store.getState().redo()
    expect(store.getState().graph.title).toBe('Two')
  })

  it('keep what was edited while the clipboard was read', async () => {
    const store = editorFor(issueTriage.graph)
    const id = issueTriage.graph.nodes[1]?.id ?? ''
    store.getState().select({ nodes: [id] })
    await copySelection.perform(store.getState())
    const pasting = pasteNodes.perform(store.getState())
    store.getState().write(null, '/title', 'Meanwhile')
    await pasting
    expect(store.getState().graph.title).toBe('Meanwhile')
    expect(store.getState().graph.nodes).toHaveLength(issueTriage.graph.nodes.length + 1)
    expect(store.getState().selection.nodes).toHaveLength(1)
  })

  it('are not moved by panning, selecting or a change that changes nothing', () => {
    const store = editorFor(issueTriage.graph)
    store.getState().select({ nodes: [issueTriage.graph.nodes[0]?.id ?? ''] })
    store.getState().edit('Nothing', (graph) => graph)
    expect(store.getState().past).toEqual([])
  })
})
