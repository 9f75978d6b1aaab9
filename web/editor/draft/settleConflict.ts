import type { Graph } from '../../../shared/graph/graph.ts'
import { readGraph } from '../model/readGraph.ts'
import { withPositions } from '../model/withPositions.ts'
import type { EditorStore } from '../store/createEditorStore.ts'
import type { DraftStatus } from '../store/draftSlice.ts'

type Theirs = Extract<DraftStatus, { type: 'conflict' }>['theirs']

/** Goes on with the draft that somebody else saved. Mine is one step back. */
export function takeTheirs(store: EditorStore, theirs: Theirs): void {
  const read = readGraph(theirs.graph)
  if (!read.ok) return
  const graph = withPositions(read.graph)
  const state = store.getState()
  store.setState({ savedGraph: graph })
  state.edit('Took the other draft', () => graph, { whole: true })
  state.setDraft({ type: 'saved', at: theirs.savedAt }, theirs.revision)
  leave(store)
}

/** Saves mine over theirs, now that the builder has seen both. */
export function overwriteTheirs(store: EditorStore, theirs: Theirs): void {
  save(store, theirs)
}

/** Goes on with both drafts as one, and saves that. Mine is one step back. */
export function takeMerged(store: EditorStore, theirs: Theirs, merged: Graph): void {
  store.getState().edit('Merged both drafts', () => merged)
  save(store, theirs)
}

function save(store: EditorStore, theirs: Theirs): void {
  const read = readGraph(theirs.graph)
  // From here on theirs is what the next edit starts from.
  store.setState({ savedGraph: read.ok ? read.graph : null })
  store.getState().setDraft({ type: 'unsaved' }, theirs.revision)
  leave(store)
  store.getState().services.save()
}

function leave(store: EditorStore): void {
  const { comparison, endComparison } = store.getState()
  if (comparison?.from.type === 'theirs' || comparison?.to.type === 'theirs') endComparison()
}
