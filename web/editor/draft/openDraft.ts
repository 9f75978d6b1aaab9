import type { Graph } from '../../../shared/graph/graph.ts'
import { differences } from '../model/differences.ts'
import type { EditorDocument } from '../store/documentSlice.ts'
import type { DraftStatus } from '../store/draftSlice.ts'
import type { Recovered } from './localCopy.ts'

type ServerDraft = { graph: Graph; revision: number; savedAt: number; savedBy: string }
export type OpenedDraft = { document: EditorDocument; draft: DraftStatus; recovered: boolean }

/** What the editor opens with: the server's draft, or what this browser holds and the server does not. */
export function openDraft(server: ServerDraft, local: Recovered | null): OpenedDraft {
  const saved: DraftStatus = { type: 'saved', at: server.savedAt }
  if (!local) return { document: { graph: server.graph, unfinished: {} }, draft: saved, recovered: false }
  const same = differences(local.document.graph, server.graph).length === 0
  if (same) {
    const unfinished = local.document.unfinished
    return {
      document: { graph: server.graph, unfinished },
      draft: saved,
      recovered: Object.keys(unfinished).length > 0,
    }
  }
  if (local.revision === server.revision) {
    return { document: local.document, draft: { type: 'unsaved' }, recovered: true }
  }
  return { document: local.document, draft: { type: 'conflict', theirs: server }, recovered: true }
}
