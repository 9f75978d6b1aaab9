import type { VersionSummary } from '../../../shared/api/loops.ts'
import type { EditorState, Slice } from './editorState.ts'

/** Where the draft stands against the server's. */
export type DraftStatus =
  | { type: 'saved'; at: number }
  | { type: 'unsaved' }
  | { type: 'saving' }
  /** The server does not answer; it is asked again. Nothing is lost meanwhile. */
  | { type: 'offline'; nextTryAt: number }
  /** Somebody else saved. Nothing is written until the builder says whose draft stays. */
  | { type: 'conflict'; theirs: { graph: unknown; revision: number; savedAt: number; savedBy: string } }
  | { type: 'refused'; message: string }

export type DraftSlice = {
  draft: DraftStatus
  revision: number
  published: VersionSummary | null
  /** How many other tabs of this browser have the draft open. */
  openElsewhere: number
  setDraft: (draft: DraftStatus, revision?: number) => void
  setPublished: (version: VersionSummary) => void
  setOpenElsewhere: (tabs: number) => void
}

/** Whether the draft, as it was last compiled, is the published version. */
export function isPublished({ program, published }: Pick<EditorState, 'program' | 'published'>): boolean {
  return program !== null && program.version === published?.version
}

export const createDraftSlice =
  (initial: { revision: number; savedAt: number; published: VersionSummary | null }): Slice<DraftSlice> =>
  (set) => ({
    draft: { type: 'saved', at: initial.savedAt },
    revision: initial.revision,
    published: initial.published,
    openElsewhere: 0,
    setDraft: (draft, revision) => set(revision === undefined ? { draft } : { draft, revision }),
    setPublished: (published) => set({ published }),
    setOpenElsewhere: (openElsewhere) => set({ openElsewhere }),
  })
