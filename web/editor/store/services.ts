import type { Graph } from '../../../shared/graph/graph.ts'
import type { Position } from '../../../shared/graph/layout.ts'

/** What commands need from outside the editor; tests bring their own. */
export type EditorServices = {
  readClipboard: () => Promise<string>
  writeClipboard: (text: string) => Promise<void>
  /** Places for every node; a large graph is laid out off the main thread. */
  layout: (graph: Graph) => Record<string, Position> | Promise<Record<string, Position>>
  /** Saves the draft now instead of soon. */
  save: () => void
}
