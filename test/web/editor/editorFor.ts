import { emptyGraph } from '../../../shared/graph/emptyGraph.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { layoutGraph } from '../../../web/editor/model/layoutGraph.ts'
import type { CatalogueEntry } from '../../../web/editor/model/nodeCatalogue.ts'
import { nodeCatalogue } from '../../../web/editor/model/nodeCatalogue.ts'
import { TrialSession } from '../../../web/editor/run/TrialSession.ts'
import type { OpenTrial } from '../../../web/editor/run/trialPort.ts'
import { createEditorStore, type EditorStore } from '../../../web/editor/store/createEditorStore.ts'
import type { Unfinished } from '../../../web/editor/store/documentSlice.ts'

/** Runs a trial where it is asked for. */
const openHere: OpenTrial = (opening) => {
  const session = new TrialSession(opening)
  let closed = false
  return {
    go: async (ask) => {
      await Promise.resolve()
      return closed ? null : session.go(ask)
    },
    close: () => {
      closed = true
    },
  }
}

/** A store over a graph, with a clipboard of its own. */
export function editorFor(
  graph: Graph = emptyGraph('test-loop', 'Test loop'),
  unfinished: Record<string, Unfinished> = {},
): EditorStore {
  let clipboard = ''
  return createEditorStore({
    document: { graph, unfinished },
    revision: 1,
    savedAt: 0,
    versions: [],
    rollout: { stable: null, canary: null },
    services: {
      readClipboard: async () => clipboard,
      writeClipboard: async (text) => {
        clipboard = text
      },
      layout: layoutGraph,
      openTrial: openHere,
      loadVersion: async (number) => {
        throw new Error(`There is no version ${number}`)
      },
      loadLoop: async () => null,
      saveFile: () => undefined,
      pickFile: async () => null,
      tell: () => undefined,
      addressOf: (path) => `http://pavane.test${path}`,
      save: () => undefined,
    },
  })
}

export function entryFor(key: string): CatalogueEntry {
  const entry = nodeCatalogue.find((each) => each.key === key)
  if (!entry) throw new Error(`Nothing in the catalogue is called ${key}`)
  return entry
}

/** The wires of a graph as `from.port > to.port`. */
export function wiresOf(graph: Graph): string[] {
  return graph.edges.map(({ from, to }) => `${from.node}.${from.port} > ${to.node}.${to.port}`).toSorted()
}
