import type { EditorState, Slice } from './editorState.ts'

/** Text on the canvas that is being written in place. */
export type Writing = { type: 'note' | 'group'; id: string }

/** What is open on the canvas itself. */
export type CanvasSlice = {
  /** The way back whose bounds and exit are being edited in place. */
  openLoopEdge: string | null
  writing: Writing | null
  /** Whether the selected stage is about to become a loop of its own. */
  extracting: boolean
  /** Whether the map is shown; null while nobody has said: then it is for a loop too large to be read at once. */
  map: boolean | null
  openLoop: (edge: string | null) => void
  writeOn: (writing: Writing | null) => void
  showMap: (map: boolean) => void
  extract: (extracting: boolean) => void
}

export const createCanvasSlice: Slice<CanvasSlice> = (set, get) => ({
  openLoopEdge: null,
  writing: null,
  map: null,
  extracting: false,
  openLoop: (openLoopEdge) => {
    get().closeStep()
    set({ openLoopEdge })
  },
  writeOn: (writing) => set({ writing }),
  showMap: (map) => set({ map }),
  extract: (extracting) => set({ extracting }),
})

/** A loop with more nodes than this gets a map without being asked. */
const mapFrom = 30

/** Whether the map of the whole loop is in sight. */
export function isMapShown({ map, graph }: Pick<EditorState, 'map' | 'graph'>): boolean {
  return map ?? graph.nodes.length >= mapFrom
}
