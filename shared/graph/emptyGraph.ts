import { type Graph, graphFormat } from './graph.ts'

/** A loop with nothing in it yet. */
export function emptyGraph(name: string, title: string): Graph {
  return {
    format: graphFormat,
    name,
    title,
    description: '',
    nodes: [],
    edges: [],
    policies: [],
    limits: {},
    layout: { positions: {} },
  }
}
