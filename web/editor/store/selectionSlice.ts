import { notesOf } from '../model/notes.ts'
import type { Slice } from './editorState.ts'

/** What is selected, in the order in which it was; the last node is the one that commands start from. */
export type Selection = { nodes: readonly string[]; edges: readonly string[]; notes: readonly string[] }

export type SelectionSlice = {
  selection: Selection
  select: (selection: Partial<Selection>) => void
  /** Drops from the selection what is no longer in the graph. */
  dropLostSelection: () => void
}

const none: readonly string[] = []

export const createSelectionSlice: Slice<SelectionSlice> = (set, get) => ({
  selection: { nodes: none, edges: none, notes: none },
  select: ({ nodes = none, edges = none, notes = none }) => {
    const { selection } = get()
    if (
      sameList(selection.nodes, nodes) &&
      sameList(selection.edges, edges) &&
      sameList(selection.notes, notes)
    ) {
      return
    }
    get().closeStep()
    set({ selection: { nodes, edges, notes } })
  },
  dropLostSelection: () => {
    const { selection, graph } = get()
    const nodeIds = new Set(graph.nodes.map((node) => node.id))
    const edgeIds = new Set(graph.edges.map((edge) => edge.id))
    const nodes = selection.nodes.filter((id) => nodeIds.has(id))
    const edges = selection.edges.filter((id) => edgeIds.has(id))
    const noteIds = new Set(notesOf(graph).map((note) => note.id))
    const notes = selection.notes.filter((id) => noteIds.has(id))
    if (
      nodes.length < selection.nodes.length ||
      edges.length < selection.edges.length ||
      notes.length < selection.notes.length
    ) {
      set({ selection: { nodes, edges, notes } })
    }
  },
})

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index])
}
