import type { Slice } from './editorState.ts'

/** Text on the canvas that is being written in place. */
export type Writing = { type: 'note' | 'group'; id: string }

/** What is open on the canvas itself. */
export type CanvasSlice = {
  /** The way back whose bounds and exit are being edited in place. */
  openLoopEdge: string | null
  writing: Writing | null
  openLoop: (edge: string | null) => void
  writeOn: (writing: Writing | null) => void
}

export const createCanvasSlice: Slice<CanvasSlice> = (set, get) => ({
  openLoopEdge: null,
  writing: null,
  openLoop: (openLoopEdge) => {
    get().closeStep()
    set({ openLoopEdge })
  },
  writeOn: (writing) => set({ writing }),
})
