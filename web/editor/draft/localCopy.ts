import { z } from 'zod'
import type { Graph } from '../../../shared/graph/graph.ts'
import { readGraph } from '../model/readGraph.ts'
import type { EditorDocument } from '../store/documentSlice.ts'

const LocalCopy = z.strictObject({
  graph: z.json(),
  unfinished: z.record(z.string(), z.strictObject({ text: z.string(), message: z.string() })),
  /** The server's revision that it was edited from. */
  revision: z.int(),
  /** The draft of that revision; older copies lack it. Merging starts from it. */
  base: z.json().optional(),
})

export type Recovered = { document: EditorDocument; revision: number; base: Graph | null }
export type LocalCopies = ReturnType<typeof createLocalCopies>

type Stores = readonly Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>[]

/**
 * What was edited and is not at the server yet, kept in this browser. The tab's own storage comes first, so that two
 * tabs on one loop each find their own work again; the shared one outlives the tab.
 */
export function createLocalCopies(loop: string, stores: Stores) {
  const key = `pavane.draft.${loop}`
  return {
    keep: ({ graph, unfinished }: EditorDocument, revision: number, base: Graph | null): boolean => {
      const text = JSON.stringify({ graph, unfinished, revision, ...(base ? { base } : {}) })
      return stores.map((store) => tryToStore(store, key, text)).some((kept) => kept)
    },
    drop: () => {
      for (const store of stores) store.removeItem(key)
    },
    read: (): Recovered | null => {
      for (const store of stores) {
        const text = store.getItem(key)
        const recovered = text === null ? null : parseCopy(text)
        if (recovered) return recovered
      }
      return null
    },
  }
}

/** A store that is full or forbidden keeps nothing; the caller is told, so that it can say so. */
function tryToStore(store: Stores[number], key: string, text: string): boolean {
  try {
    store.setItem(key, text)
    return true
  } catch (error) {
    if (error instanceof DOMException) return false
    throw error
  }
}

function parseCopy(text: string): Recovered | null {
  const copy = LocalCopy.safeParse(jsonOrUndefined(text))
  if (!copy.success) return null
  const read = readGraph(copy.data.graph)
  if (!read.ok) return null
  const base = copy.data.base === undefined ? null : readGraph(copy.data.base)
  return {
    document: { graph: read.graph, unfinished: copy.data.unfinished },
    revision: copy.data.revision,
    base: base?.ok ? base.graph : null,
  }
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
