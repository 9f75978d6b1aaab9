import { canonicalJson } from '../../../shared/audit/canonicalJson.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { asJson } from '../model/asJson.ts'
import { readGraph } from '../model/readGraph.ts'
import { withPositions } from '../model/withPositions.ts'
import type { EditorStore } from '../store/createEditorStore.ts'
import type { DraftStatus } from '../store/draftSlice.ts'
import type { EditorState } from '../store/editorState.ts'
import type { LocalCopies } from './localCopy.ts'

export type SaveAnswer =
  | { type: 'saved'; revision: number; at: number }
  | { type: 'stale' }
  | { type: 'unreachable' }
  | { type: 'refused'; message: string }

type Theirs = Extract<DraftStatus, { type: 'conflict' }>['theirs']
export type DraftSyncDeps = {
  store: EditorStore
  local: LocalCopies
  save: (graph: Graph, revision: number) => Promise<SaveAnswer>
  /** The server's draft, or null while it does not answer. */
  loadTheirs: () => Promise<Theirs | null>
  now: () => number
}

/** After the last edit, before the server hears of it. */
const saveAfterMs = 800
const keepAfterMs = 200
const retryMs = [1000, 2000, 4000, 8000, 15_000, 30_000] as const

/**
 * Saves the draft soon after each edit, with the revision that was edited, one save at a time. Until the server has it,
 * a copy stays in this browser. A draft that somebody else has saved meanwhile is never written over here.
 */
export function createDraftSync({ store, local, save, loadTheirs, now }: DraftSyncDeps) {
  let saveTimer: ReturnType<typeof setTimeout> | undefined
  let keepTimer: ReturnType<typeof setTimeout> | undefined
  let saving = false
  let failures = 0
  let closed = false

  const schedule = (ms: number) => {
    clearTimeout(saveTimer)
    saveTimer = setTimeout(() => void saveNow(), ms)
  }
  const keepCopy = () => {
    clearTimeout(keepTimer)
    const state = store.getState()
    const kept = state.draft.type === 'saved' && Object.keys(state.unfinished).length === 0
    if (kept) local.drop()
    else local.keep(state, state.revision, state.savedGraph)
  }
  const retry = () => {
    const wait = retryMs[Math.min(failures, retryMs.length - 1)] ?? 30_000
    failures += 1
    store.getState().setDraft({ type: 'offline', nextTryAt: now() + wait })
    schedule(wait)
  }
  const settle = async (answer: SaveAnswer, graph: Graph) => {
    const state = store.getState()
    if (answer.type === 'saved') {
      failures = 0
      store.setState({ savedGraph: graph })
      const current = state.graph === graph
      state.setDraft(current ? { type: 'saved', at: answer.at } : { type: 'unsaved' }, answer.revision)
      if (!current) schedule(0)
      return
    }
    if (answer.type === 'unreachable') return retry()
    if (answer.type === 'refused') return state.setDraft({ type: 'refused', message: answer.message })
    const theirs = await loadTheirs()
    if (!theirs) retry()
    else if (sameDraft(theirs.graph, graph)) await settle(savedBy(theirs), graph)
    else store.getState().setDraft({ type: 'conflict', theirs })
  }
  const saveNow = async () => {
    clearTimeout(saveTimer)
    const state = store.getState()
    if (closed || saving || state.draft.type === 'conflict') return
    if (state.savedGraph === state.graph && state.draft.type === 'saved') return
    saving = true
    state.setDraft({ type: 'saving' })
    const answer = await save(withViewport(state.graph, state.viewport), state.revision)
    saving = false
    if (closed) {
      if (answer.type === 'saved') local.drop()
      return
    }
    await settle(answer, state.graph)
    keepCopy()
  }
  /** Looks whether somebody else has saved. What is not edited here follows; an own edit waits for its save to be refused. */
  const look = async () => {
    if (closed || saving || store.getState().draft.type !== 'saved') return
    const theirs = await loadTheirs()
    const state = store.getState()
    if (!theirs || closed || saving || state.draft.type !== 'saved' || theirs.revision <= state.revision)
      return
    if (!follow(store, theirs)) state.setDraft({ type: 'conflict', theirs })
  }
  const stop = store.subscribe((state, before) => {
    if (state.graph === before.graph && state.unfinished === before.unfinished) return
    clearTimeout(keepTimer)
    keepTimer = setTimeout(keepCopy, keepAfterMs)
    if (state.graph === before.graph || state.graph === state.savedGraph) return
    if (state.draft.type === 'saved' || state.draft.type === 'refused') state.setDraft({ type: 'unsaved' })
    if (state.draft.type !== 'conflict' && state.draft.type !== 'offline' && !saving) schedule(saveAfterMs)
  })
  if (store.getState().draft.type === 'unsaved') schedule(0)

  return {
    saveNow: () => void saveNow(),
    look: () => void look(),
    /** Writes the copy in this browser at once: the page may be gone in a moment. */
    keepCopy,
    /** Ends the saving; with `save`, what is not saved yet is handed in first. */
    close: ({ save: last }: { save: boolean }) => {
      stop()
      clearTimeout(keepTimer)
      if (last) void saveNow()
      else clearTimeout(saveTimer)
      closed = true
    },
  }
}

/** Takes another's draft over an unedited one, as a step that can be undone; says no when it can't be drawn. */
function follow(store: EditorStore, theirs: Theirs): boolean {
  const read = readGraph(theirs.graph)
  if (!read.ok) return false
  const { setDraft, edit, services } = store.getState()
  const graph = withPositions(read.graph)
  // Before the edit, so that it does not count as one to save.
  store.setState({ savedGraph: graph })
  setDraft({ type: 'saved', at: theirs.savedAt }, theirs.revision)
  edit(`Took what ${theirs.savedBy} saved elsewhere`, () => graph)
  services.tell(
    `${theirs.savedBy} changed this draft elsewhere. It is shown here now; undo goes back.`,
    'done',
  )
  return true
}

/** Another tab has saved the very same: it was opened with what this one had not saved yet. */
const savedBy = ({ revision, savedAt }: Theirs): SaveAnswer => ({ type: 'saved', revision, at: savedAt })

function sameDraft(theirs: unknown, mine: Graph): boolean {
  const read = readGraph(theirs)
  return read.ok && canonicalJson(asJson(unseen(read.graph))) === canonicalJson(asJson(unseen(mine)))
}

/** A graph without where somebody looks at it. */
function unseen({ layout, ...graph }: Graph): Graph {
  const { viewport: _, ...rest } = layout
  return { ...graph, layout: rest }
}

/** Where the builder looks travels with the draft; an edit it is not. */
function withViewport(graph: Graph, viewport: EditorState['viewport']): Graph {
  if (viewport === undefined) return graph
  return viewport ? { ...graph, layout: { ...graph.layout, viewport } } : unseen(graph)
}
