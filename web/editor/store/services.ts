import type { Graph } from '../../../shared/graph/graph.ts'
import type { Position } from '../../../shared/graph/layout.ts'
import type { OpenTrial } from '../run/trialPort.ts'

/** What commands need from outside the editor; tests bring their own. */
export type EditorServices = {
  readClipboard: () => Promise<string>
  writeClipboard: (text: string) => Promise<void>
  /** Places for every node; a large graph is laid out off the main thread. */
  layout: (graph: Graph) => Record<string, Position> | Promise<Record<string, Position> | null>
  /** Begins a trial; in the editor off the main thread. */
  openTrial: OpenTrial
  /** The graph of a published version. */
  loadVersion: (number: number) => Promise<Graph>
  /** The graph of the published version of another loop; null when it has none. */
  loadLoop: (name: string) => Promise<Graph | null>
  /** Gives a text to the builder as a file. */
  saveFile: (name: string, text: string) => void
  /** The text of a file that the builder chooses; null when none was chosen. */
  pickFile: () => Promise<string | null>
  /** Says to the builder how something went, where everybody sees it. */
  tell: (text: string, how: 'done' | 'error') => void
  /** The whole address of a path of this application. */
  addressOf: (path: string) => string
  /** Saves the draft now instead of soon. */
  save: () => void
}
