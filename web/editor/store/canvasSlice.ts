import type { Slice } from './editorState.ts'

/** What is open on the canvas itself. */
export type CanvasSlice = {
  /** The way back whose bounds and exit are being edited in place. */
  openLoopEdge: string | null
  openLoop: (edge: string | null) => void
}

export const createCanvasSlice: Slice<CanvasSlice> = (set, get) => ({
  openLoopEdge: null,
  openLoop: (openLoopEdge) => {
    get().closeStep()
    set({ openLoopEdge })
  },
})
