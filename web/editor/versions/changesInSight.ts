import { createContext } from 'react'
import type { CanvasElement } from '../canvas/asideElements.ts'
import type { FlowEdge } from '../canvas/flowElements.ts'
import type { Change, GraphDiff } from '../model/graphDiff.ts'

/** What differs at each node and edge of a picture in which two graphs are drawn as one. */
export type ChangesInSight = { nodes: ReadonlyMap<string, Change>; edges: ReadonlyMap<string, Change> }

/** The changes that the cards of a picture show; null where nothing is compared. */
export const ChangesContext = createContext<ChangesInSight | null>(null)

export function changesInSight(diff: Pick<GraphDiff, 'nodes' | 'edges'>): ChangesInSight {
  return {
    nodes: new Map(diff.nodes.map(({ id, change }) => [id, change])),
    edges: new Map(diff.edges.map(({ id, change }) => [id, change])),
  }
}

/** Gives what differs, and what does not, its look. */
export function markChanges(
  elements: { nodes: CanvasElement[]; edges: FlowEdge[] },
  changes: ChangesInSight,
) {
  const look = (change: Change | undefined) => `diff-${change ?? 'same'}`
  return {
    nodes: elements.nodes.map((node) => ({ ...node, className: look(changes.nodes.get(node.id)) })),
    edges: elements.edges.map((edge) => ({ ...edge, className: look(changes.edges.get(edge.id)) })),
  }
}
