import { type ReadGraph, readGraph } from '../model/readGraph.ts'

/** A text as a graph to edit, or what is wrong with it. */
export function readGraphText(text: string): ReadGraph {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return {
      ok: false,
      faults: [{ place: '', message: `Not JSON: ${error instanceof Error ? error.message : ''}` }],
    }
  }
  return readGraph(value)
}
