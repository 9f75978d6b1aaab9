import type { Graph } from '../graph/graph.ts'
import type { Json } from '../json.ts'

/** A loop to start from. It compiles without errors and runs against the sandbox as it is. */
export type LoopTemplate = {
  name: string
  title: string
  description: string
  /** What it shows of how loops are built. */
  teaches: string
  graph: Graph
  samples: { title: string; input: Json }[]
}
