import type { Graph } from '../../../shared/graph/graph.ts'
import { readGraphText } from '../repair/readGraphText.ts'
import { fragmentText, type Pasted, pasteFragment } from './fragment.ts'
import { notesOf } from './notes.ts'
import { withPositions } from './withPositions.ts'

export type Imported = { ok: true; graph: Graph } | { ok: false; reason: string }

/** A text as a whole graph to put in place of another, or why it is none. The loop keeps its own name: it is its address. */
export function importGraph(text: string, into: Graph): Imported {
  const read = readGraphText(text)
  if (!read.ok) {
    const [fault] = read.faults
    const place = fault?.place ? ` (${fault.place})` : ''
    return { ok: false, reason: `This is not a graph: ${fault?.message ?? 'it can’t be read'}${place}` }
  }
  return { ok: true, graph: { ...withPositions(read.graph), name: into.name } }
}

/** Adds every node of a whole graph, as if all of them had been copied from it; null when the text is no graph. */
export function pasteGraph(text: string, into: Graph, offset: { x: number; y: number }): Pasted | null {
  const read = importGraph(text, into)
  if (!read.ok || read.graph.nodes.length === 0) return null
  const all = read.graph.nodes.map(({ id }) => id)
  const notes = notesOf(read.graph).map(({ id }) => id)
  const pasted = pasteFragment(into, fragmentText(read.graph, all, notes), offset)
  return pasted.ok ? pasted.pasted : null
}

/** A graph as the text of a file. */
export function graphText(graph: Graph): string {
  return `${JSON.stringify(graph, null, 2)}\n`
}
