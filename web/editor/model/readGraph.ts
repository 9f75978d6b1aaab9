import { Graph } from '../../../shared/graph/graph.ts'

/** Faults of a value that leave its shape alone: an editor can show them at their field. */
const valueFaults: ReadonlySet<string> = new Set([
  'too_small',
  'too_big',
  'invalid_format',
  'invalid_key',
  'not_multiple_of',
])

export type GraphFault = { pointer: string; message: string }
export type ReadGraph = { ok: true; graph: Graph } | { ok: false; faults: GraphFault[] }

/**
 * Takes any JSON as a graph to edit when it has a graph's shape. Unfinished values (an empty expression, a name with a
 * space) pass: they are a builder's work under way, and the compiler points at them. What has another shape does not
 * pass, with every place where it differs.
 */
export function readGraph(value: unknown): ReadGraph {
  const parsed = Graph.safeParse(value)
  if (parsed.success) return { ok: true, graph: parsed.data }
  const faults = parsed.error.issues.filter((issue) => !valueFaults.has(issue.code))
  // The static type of a graph says nothing about lengths and patterns, so it holds for this value.
  if (faults.length === 0) return { ok: true, graph: value as Graph }
  return {
    ok: false,
    faults: faults.map((issue) => ({
      pointer: issue.path.map((part) => `/${String(part)}`).join(''),
      message: issue.message,
    })),
  }
}
