import { assertNever } from '../../../shared/assertNever.ts'
import type { Slice } from './editorState.ts'

/** A graph to compare with another: a published version, a proposed one, this draft, or the draft that somebody else saved over it. */
export type Side =
  | { type: 'version'; number: number }
  | { type: 'proposal'; number: number }
  | { type: 'draft' }
  | { type: 'theirs' }
export type Comparison = { from: Side; to: Side }

export type CompareSlice = {
  /** What is drawn as one picture over the editor. */
  comparison: Comparison | null
  /** The version that a new loop is about to be made from. */
  branching: Side | null
  compare: (from: Side, to: Side) => void
  endComparison: () => void
  setBranching: (from: Side | null) => void
}

export const draftSide: Side = { type: 'draft' }
export const theirsSide: Side = { type: 'theirs' }
export const versionSide = (number: number): Side => ({ type: 'version', number })

/** A side as it stands in an address: `3`, `p2` or `draft`. */
export function sideText(side: Side): string {
  switch (side.type) {
    case 'version':
      return String(side.number)
    case 'proposal':
      return `p${side.number}`
    case 'draft':
    case 'theirs':
      return side.type
    default:
      return assertNever(side)
  }
}

/** What people call a side. */
export function sideName(side: Side): string {
  switch (side.type) {
    case 'version':
      return `Version ${side.number}`
    case 'proposal':
      return `Proposal ${side.number}`
    case 'draft':
      return 'Your draft'
    case 'theirs':
      return 'The other draft'
    default:
      return assertNever(side)
  }
}

export function parseSide(text: string): Side | null {
  if (text === 'draft' || text === 'theirs') return { type: text }
  const [, letter, digits] = /^(p?)([1-9]\d{0,8})$/.exec(text) ?? []
  if (digits === undefined) return null
  return { type: letter === 'p' ? 'proposal' : 'version', number: Number(digits) }
}

/** Two sides as they stand in an address: `3..draft`. */
export const comparisonText = ({ from, to }: Comparison) => `${sideText(from)}..${sideText(to)}`

export function parseComparison(text: string | null): Comparison | null {
  const [first, second, ...rest] = (text ?? '').split('..')
  const from = parseSide(first ?? '')
  const to = parseSide(second ?? '')
  return from && to && rest.length === 0 && sideText(from) !== sideText(to) ? { from, to } : null
}

export const createCompareSlice: Slice<CompareSlice> = (set, get) => ({
  comparison: null,
  branching: null,
  compare: (from, to) => {
    get().spreadTable(null)
    set({ comparison: { from, to }, publishing: false, prompt: null })
  },
  endComparison: () => {
    if (get().comparison) set({ comparison: null })
  },
  setBranching: (branching) => set({ branching }),
})
