import type { Graph } from '../graph/graph.ts'
import { issueTriage } from './issueTriage.ts'

/** The same loop for calls without a signature, so that a single request by hand runs it. */
export function unsigned(graph: Graph): Graph {
  const nodes = graph.nodes.map((node) =>
    node.kind === 'trigger' ? { ...node, auth: { scheme: 'none' as const } } : node,
  )
  return { ...graph, nodes }
}

/** The loop that a new workspace has, published. It takes unsigned calls, and the compiler warns of that. */
export const publishedExample: Graph = unsigned(issueTriage.graph)
