import type { Graph } from '../../../shared/graph/graph.ts'
import type { Slice } from './editorState.ts'
import type { Trial } from './trySlice.ts'

/** Where a builder is on the tour, and what there was when that step began: a step is done by what is new since. */
export type TourPlace = { step: number; graph: Graph; trial: Trial | null }

export type TourSlice = {
  /** Null while nobody is on the tour. */
  tour: TourPlace | null
  /** Goes to a step, counted from 0; null leaves the tour. */
  goOnTour: (step: number | null) => void
}

export const createTourSlice: Slice<TourSlice> = (set, get) => ({
  tour: null,
  goOnTour: (step) => {
    const { graph, trial } = get()
    set({ tour: step === null ? null : { step, graph, trial } })
  },
})
