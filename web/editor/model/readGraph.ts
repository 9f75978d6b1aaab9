import { Graph } from '../../../shared/graph/graph.ts'
import { openGraph } from '../../../shared/graph/migrate.ts'

/** Faults of a value that leave its shape alone: an editor can show them at their field. */
const valueFaults: ReadonlySet<string> = new Set([
  'too_small',
  'too_big',
  'invalid_format',
  'invalid_key',
  'not_multiple_of',
])

/** `place` is words for a builder: a node and a JSON Pointer into it, or a pointer into the document. */
export type GraphFault = { place: string; message: string }
export type ReadGraph = { ok: true; graph: Graph } | { ok: false; faults: GraphFault[] }

/**
 * Takes any JSON as a graph to edit when it has a graph's shape, older formats included. Unfinished values (an empty
 * expression, a name with a space) pass: they are a builder's work under way, and the compiler points at them. What has
 * another shape does not pass, with every place where it differs.
 */
export function readGraph(value: unknown): ReadGraph {
  const opened = openGraph(value)
  if (opened.ok) return opened
  const issues = Graph.safeParse(value).error?.issues ?? []
  // The static type of a graph says nothing about lengths and patterns, so it holds for this value.
  if (issues.length > 0 && issues.every((issue) => valueFaults.has(issue.code))) {
    return { ok: true, graph: value as Graph }
  }
  return {
    ok: false,
    faults: opened.diagnostics.map(({ at, message }) => ({
      place: [at.node ?? at.edge, at.field].filter((part) => part !== undefined).join(' '),
      message,
    })),
  }
}
