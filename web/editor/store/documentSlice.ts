import type { Graph } from '../../../shared/graph/graph.ts'
import type { Json } from '../../../shared/json.ts'
import { nodeOf } from '../model/connect.ts'
import { readPointer, writePointer } from '../model/jsonPointer.ts'
import { renameNodeId } from '../model/references.ts'
import type { Slice } from './editorState.ts'
import type { Selection } from './selectionSlice.ts'

/** What was typed into a field and is no value yet: text, and why it is none. */
export type Unfinished = { text: string; message: string }

/** What a builder edits: the graph, and text that waits to become part of it. Immutable; parts are shared. */
export type EditorDocument = { graph: Graph; unfinished: Readonly<Record<string, Unfinished>> }

type Step = { label: string; document: EditorDocument; selection: Selection; merge: string | null }

export type EditOptions = {
  /** Edits in a row with the same key are one step: typing in a field, dragging a node. */
  merge?: string
  select?: Partial<Selection>
  /** Drops text that waits in fields: the whole document becomes another one. */
  whole?: boolean
}

export type DocumentSlice = EditorDocument & {
  past: readonly Step[]
  future: readonly Step[]
  /** The document as the server has it, by identity, or null when that was never seen. */
  savedGraph: Graph | null
  /** Changes the graph as one undo step. A change that returns the same graph is none. */
  edit: (label: string, change: (graph: Graph) => Graph, options?: EditOptions) => void
  /** Sets a field by JSON Pointer, of a node or (null) of the graph; undefined leaves the field out. */
  write: (node: string | null, pointer: string, value: Json | undefined, label?: string) => void
  /** Keeps what was typed into a field until it can be a value; null drops it. */
  keepUnfinished: (node: string | null, pointer: string, unfinished: Unfinished | null) => void
  /** Rewrites a list as its items at these places, in this order; text that waits in an item's fields goes with it. */
  reorder: (node: string | null, pointer: string, order: readonly number[], label: string) => void
  /** Gives a node another id, free in the graph, in every place that names it; text that waits in its fields goes with it. */
  changeId: (node: string, to: string) => void
  /** Ends a row of edits: the next one is a step of its own. */
  closeStep: () => void
  undo: () => void
  redo: () => void
  /** Puts another document in place, with no way back: it was loaded, not edited. */
  load: (document: EditorDocument) => void
}

export function unfinishedKey(node: string | null, pointer: string): string {
  return `${node ?? ''}#${pointer}`
}

/** The most steps that can be undone. */
const historyLimit = 1000

export const createDocumentSlice =
  (initial: EditorDocument): Slice<DocumentSlice> =>
  (set, get) => {
    const commit = (label: string, changed: EditorDocument, options: EditOptions = {}) => {
      const before = get()
      const document = { graph: changed.graph, unfinished: ofNodes(changed.unfinished, changed.graph) }
      if (document.graph === before.graph && document.unfinished === before.unfinished) return
      const merge = options.merge ?? null
      const merges = merge !== null && before.past.at(-1)?.merge === merge
      const step: Step = {
        label,
        document: { graph: before.graph, unfinished: before.unfinished },
        selection: before.selection,
        merge,
      }
      set({
        ...document,
        past: merges ? before.past : [...before.past.slice(-(historyLimit - 1)), step],
        future: [],
      })
      if (options.select) get().select(options.select)
      else get().dropLostSelection()
      if (merge === null) get().announce(label)
    }
    const travel = (from: 'past' | 'future', says: string) => {
      const state = get()
      const step = state[from].at(-1)
      if (!step) return
      const here: Step = {
        label: step.label,
        document: { graph: state.graph, unfinished: state.unfinished },
        selection: state.selection,
        merge: null,
      }
      set({
        ...step.document,
        selection: step.selection,
        ...(from === 'past'
          ? { past: state.past.slice(0, -1), future: [...state.future, here] }
          : { future: state.future.slice(0, -1), past: [...state.past, here] }),
      })
      get().announce(`${says}: ${step.label}`)
    }
    return {
      ...initial,
      past: [],
      future: [],
      savedGraph: null,
      edit: (label, change, options) => {
        const { graph, unfinished } = get()
        const drops = options?.whole === true && Object.keys(unfinished).length > 0
        commit(label, { graph: change(graph), unfinished: drops ? {} : unfinished }, options)
      },
      write: (node, pointer, value, label) => {
        const { graph, unfinished } = get()
        const place = unfinishedKey(node, pointer)
        commit(
          label ?? 'Edited a field',
          { graph: writeField(graph, node, pointer, value), unfinished: without(unfinished, place) },
          label === undefined ? { merge: `field:${place}` } : {},
        )
      },
      keepUnfinished: (node, pointer, kept) => {
        const { graph, unfinished } = get()
        const place = unfinishedKey(node, pointer)
        const next = kept ? { ...unfinished, [place]: kept } : without(unfinished, place)
        commit('Edited a field', { graph, unfinished: next }, { merge: `field:${place}` })
      },
      reorder: (node, pointer, order, label) => {
        const { graph, unfinished } = get()
        const root = node === null ? graph : nodeOf(graph, node)
        const list = readPointer(root, pointer)
        if (!Array.isArray(list)) return
        const items = order.flatMap((index) => (index in list ? [list[index] as Json] : []))
        const moved = rekeyed(unfinished, unfinishedKey(node, pointer), order)
        commit(label, { graph: writeField(graph, node, pointer, items), unfinished: moved })
      },
      changeId: (node, to) => {
        const { graph, unfinished } = get()
        const moved = Object.entries(unfinished).map(([key, kept]): [string, Unfinished] =>
          key.startsWith(`${node}#`) ? [`${to}${key.slice(node.length)}`, kept] : [key, kept],
        )
        const document = { graph: renameNodeId(graph, node, to), unfinished: Object.fromEntries(moved) }
        commit(`Changed an id to ${to}`, document, { select: { nodes: [to] } })
      },
      closeStep: () => {
        const { past } = get()
        const last = past.at(-1)
        if (last?.merge) set({ past: [...past.slice(0, -1), { ...last, merge: null }] })
      },
      undo: () => travel('past', 'Undid'),
      redo: () => travel('future', 'Did again'),
      load: (document) => {
        set({ ...document, past: [], future: [] })
        get().dropLostSelection()
      },
    }
  }

function writeField(graph: Graph, node: string | null, pointer: string, value: Json | undefined): Graph {
  if (node === null) return writePointer(graph, pointer, value)
  if (!nodeOf(graph, node)) return graph
  return {
    ...graph,
    nodes: graph.nodes.map((each) => (each.id === node ? writePointer(each, pointer, value) : each)),
  }
}

/** Waiting text of the loop itself and of nodes that are there: a node that later gets a free id must not find another's. */
function ofNodes(unfinished: Readonly<Record<string, Unfinished>>, { nodes }: Graph) {
  const entries = Object.entries(unfinished)
  const kept = entries.filter(
    ([key]) => key.startsWith('#') || nodes.some(({ id }) => key.startsWith(`${id}#`)),
  )
  return kept.length === entries.length ? unfinished : Object.fromEntries(kept)
}

function without(unfinished: Readonly<Record<string, Unfinished>>, place: string) {
  if (!Object.hasOwn(unfinished, place)) return unfinished
  return Object.fromEntries(Object.entries(unfinished).filter(([key]) => key !== place))
}

/** Waiting text under the keys that its list items have in the new order. */
function rekeyed(unfinished: Readonly<Record<string, Unfinished>>, list: string, order: readonly number[]) {
  const entries = Object.entries(unfinished).flatMap(([key, kept]): [string, Unfinished][] => {
    if (!key.startsWith(`${list}/`)) return [[key, kept]]
    const [index = '', ...rest] = key.slice(list.length + 1).split('/')
    const to = order.indexOf(Number(index))
    return to < 0 ? [] : [[[list, to, ...rest].join('/'), kept]]
  })
  return Object.fromEntries(entries)
}
