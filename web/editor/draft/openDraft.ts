import type { Graph } from '../../../shared/graph/graph.ts'
import { asidesOf, changeCount, graphDiff } from '../model/graphDiff.ts'
import { sameJson } from '../model/sameJson.ts'
import type { EditorDocument } from '../store/documentSlice.ts'
import type { DraftStatus } from '../store/draftSlice.ts'
import type { Recovered } from './localCopy.ts'

type ServerDraft = { graph: Graph; revision: number; savedAt: number; savedBy: string }
export type OpenedDraft = {
  document: EditorDocument
  draft: DraftStatus
  recovered: boolean
  /** The server’s draft from which the document was edited, or null when that is not known any more. */
  base: Graph | null
}

/** What the editor opens with: the server's draft, or what this browser holds and the server does not. */
export function openDraft(server: ServerDraft, local: Recovered | null): OpenedDraft {
  const saved: DraftStatus = { type: 'saved', at: server.savedAt }
  if (!local)
    return {
      document: { graph: server.graph, unfinished: {} },
      draft: saved,
      recovered: false,
      base: server.graph,
    }
  const diff = graphDiff(server.graph, local.document.graph)
  const same =
    changeCount(diff) === 0 &&
    diff.moved === 0 &&
    sameJson(asidesOf(local.document.graph), asidesOf(server.graph))
  if (same) {
    const unfinished = local.document.unfinished
    return {
      document: { graph: server.graph, unfinished },
      draft: saved,
      recovered: Object.keys(unfinished).length > 0,
      base: server.graph,
    }
  }
  if (local.revision === server.revision) {
    return { document: local.document, draft: { type: 'unsaved' }, recovered: true, base: server.graph }
  }
  return {
    document: local.document,
    draft: { type: 'conflict', theirs: server },
    recovered: true,
    base: local.base,
  }
}
