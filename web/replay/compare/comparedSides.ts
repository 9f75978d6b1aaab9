import type { NodeTitles } from './entryTitle.ts'

/** What the two sides of a comparison are called, and where a moment of each is seen. */
export type ComparedSide = {
  name: string
  /** The address of the moment after that event; null where there is no page of it. */
  momentOf: (seq: number) => string | null
  /** What its nodes are called. */
  titleOf: NodeTitles
}

export type ComparedSides = { a: ComparedSide; b: ComparedSide }
