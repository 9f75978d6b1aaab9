import type { Rollout, VersionSummary } from '../../../shared/api/loops.ts'
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

/** What a loop has published, newest first, and what of it takes calls. */
export type Releases = { versions: readonly VersionSummary[]; rollout: Rollout }

export type DraftSlice = {
  draft: DraftStatus
  revision: number
  versions: readonly VersionSummary[]
  /** The stable version. */
  published: VersionSummary | null
  /** The version that takes a share of the calls beside it. */
  canary: (VersionSummary & { weight: number }) | null
  /** How many other tabs of this browser have the draft open. */
  openElsewhere: number
  setDraft: (draft: DraftStatus, revision?: number) => void
  setReleases: (releases: Releases) => void
  setOpenElsewhere: (tabs: number) => void
}

/** Whether the draft, as it was last compiled, is the published version. */
export function isPublished({ program, published }: Pick<EditorState, 'program' | 'published'>): boolean {
  return program !== null && program.version === published?.version
}

/** Whether it is the canary. */
export function isCanary({ program, canary }: Pick<EditorState, 'program' | 'canary'>): boolean {
  return program !== null && program.version === canary?.version
}

/** The number that the draft gets when it is published: that of an earlier version where it is one. */
export function nextNumber(state: EditorState): number {
  const isLive = isPublished(state) || isCanary(state)
  const same = state.versions.find(({ version }) => version === state.program?.version)
  return same && !isLive ? same.number : (state.versions[0]?.number ?? 0) + 1
}

function releasesState({ versions, rollout: { stable, canary } }: Releases) {
  const find = (digest: string | undefined | null) =>
    versions.find(({ version }) => version === digest) ?? null
  const taking = find(canary?.version)
  return {
    versions,
    published: find(stable),
    canary: canary && taking ? { ...taking, weight: canary.weight } : null,
  }
}

export const createDraftSlice =
  ({ revision, savedAt, ...releases }: { revision: number; savedAt: number } & Releases): Slice<DraftSlice> =>
  (set) => ({
    draft: { type: 'saved', at: savedAt },
    revision,
    ...releasesState(releases),
    openElsewhere: 0,
    setDraft: (draft, revision) => set(revision === undefined ? { draft } : { draft, revision }),
    setReleases: (to) => set(releasesState(to)),
    setOpenElsewhere: (openElsewhere) => set({ openElsewhere }),
  })
