import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyGraph } from '../../../shared/graph/emptyGraph.ts'
import { issueTriage } from '../../../shared/templates/issueTriage.ts'
import { commands } from '../../../web/editor/commands/commands.ts'
import { connectPorts } from '../../../web/editor/commands/connectPorts.ts'
import { outPortsOf, targetsOf } from '../../../web/editor/model/connect.ts'
import type { EditorStore } from '../../../web/editor/store/createEditorStore.ts'
import { editorFor } from './editorFor.ts'

/** What a builder does: a command, a selection, a wire, typing, text that is no value yet. */
const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('command' as const),
      id: fc.constantFrom(...commands.map((command) => command.id)),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('select' as const),
      picks: fc.array(fc.nat(30), { maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('wire' as const),
      from: fc.nat(30),
      port: fc.nat(4),
      to: fc.nat(30),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('type' as const),
      node: fc.nat(30),
      text: fc.string({ unit: 'binary', maxLength: 12 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('keep' as const),
      node: fc.nat(30),
      text: fc.string({ maxLength: 6 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('limit' as const),
      value: fc.option(fc.integer(), { nil: undefined }),
    }),
  },
)
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never

async function act(store: EditorStore, each: Action): Promise<void> {
  const state = store.getState()
  const { nodes } = state.graph
  const pick = (index: number) => nodes[index % Math.max(1, nodes.length)]?.id
  switch (each.does) {
    case 'command': {
      const command = commands.find((candidate) => candidate.id === each.id)
      if (command?.enabled(state)) await command.perform(state)
      return
    }
    case 'select':
      return state.select({ nodes: [...new Set(each.picks.flatMap((index) => pick(index) ?? []))] })
    case 'wire': {
      const node = nodes[each.from % Math.max(1, nodes.length)]
      const ports = node ? outPortsOf(node.kind) : []
      const port = ports[each.port % Math.max(1, ports.length)]?.port
      if (!node || !port) return
      const targets = targetsOf(state.graph, { node: node.id, port })
      const to = targets[each.to % Math.max(1, targets.length)]
      if (to) connectPorts(state, { node: node.id, port }, to)
      return
    }
    case 'type': {
      const id = pick(each.node)
      if (id) state.write(id, '/title', each.text)
      return
    }
    case 'keep': {
      const id = pick(each.node)
      if (id) state.keepUnfinished(id, '/note', { text: each.text, message: 'not yet' })
      return
    }
    case 'limit':
      return state.write(null, '/limits/iterations', each.value)
  }
}

const bytes = (store: EditorStore) => {
  const { graph, unfinished } = store.getState()
  return JSON.stringify({ graph, unfinished })
}

describe('undo and redo', () => {
  it.each([
    ['an empty loop', emptyGraph('test-loop', 'Test')],
    ['a whole loop', issueTriage.graph],
  ])(
    'lead from the last document of any session on %s back to the first and on again, to the byte',
    async (_, graph) => {
      await fc.assert(
        fc.asyncProperty(fc.array(action, { maxLength: 40, size: 'max' }), async (actions) => {
          const store = editorFor(graph)
          const first = bytes(store)
          for (const each of actions) await act(store, each)
          // Undoing is itself among the commands: what was undone last is done again first.
          while (store.getState().future.length > 0) store.getState().redo()
          const last = bytes(store)
          while (store.getState().past.length > 0) store.getState().undo()
          expect(bytes(store)).toBe(first)
          while (store.getState().future.length > 0) store.getState().redo()
          expect(bytes(store)).toBe(last)
        }),
        { numRuns: 60 },
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

  it('are not moved by panning, selecting or a change that changes nothing', () => {
    const store = editorFor(issueTriage.graph)
    store.getState().select({ nodes: [issueTriage.graph.nodes[0]?.id ?? ''] })
    store.getState().edit('Nothing', (graph) => graph)
    expect(store.getState().past).toEqual([])
  })
})
