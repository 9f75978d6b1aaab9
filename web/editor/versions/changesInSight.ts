import { createContext } from 'react'
import type { CanvasGroup } from '../../../shared/graph/layout.ts'
import type { CanvasElement } from '../canvas/asideElements.ts'
import type { FlowEdge } from '../canvas/flowElements.ts'
import { groupElementId, noteElementId } from '../canvas/folded.ts'
import type { AsideChange } from '../model/asideDiff.ts'
import type { Change } from '../model/fieldChanges.ts'
import type { GraphDiff } from '../model/graphDiff.ts'

/** What differs at each node and edge of a picture in which two graphs are drawn as one, by the names that the canvas has for them. */
export type ChangesInSight = { nodes: ReadonlyMap<string, Change>; edges: ReadonlyMap<string, Change> }

/** The changes that the cards of a picture show; null where nothing is compared. */
export const ChangesContext = createContext<ChangesInSight | null>(null)

export function changesInSight(diff: Pick<GraphDiff, 'nodes' | 'edges' | 'asides'>): ChangesInSight {
  return {
    nodes: new Map([
      ...diff.nodes.map(({ id, change }) => [id, change] as const),
      ...diff.asides.map((aside) => [asideElementId(aside), aside.change] as const),
    ]),
    edges: new Map(diff.edges.map(({ id, change }) => [id, change])),
  }
}

export function asideElementId({ sort, id }: Pick<AsideChange, 'sort' | 'id'>): string {
  return sort === 'group' ? groupElementId(id) : noteElementId(id)
}

/** What differs at a group: itself, or, folded, anything in it. */
export function groupChange({ nodes }: ChangesInSight, { id, ...group }: CanvasGroup): Change | undefined {
  const own = nodes.get(groupElementId(id))
  if (own || group.folded !== true) return own
  return group.nodes.some((node) => nodes.has(node)) ? 'changed' : undefined
}

/** Gives what differs, and what does not, its look. */
export function markChanges(
  elements: { nodes: CanvasElement[]; edges: FlowEdge[] },
  changes: ChangesInSight,
) {
  const look = (change: Change | undefined) => `diff-${change ?? 'same'}`
  return {
    nodes: elements.nodes.map((node) => ({
      ...node,
      className: look(
        node.type === 'group' ? groupChange(changes, node.data.group) : changes.nodes.get(node.id),
      ),
    })),
    edges: elements.edges.map((edge) => ({ ...edge, className: look(changes.edges.get(edge.id)) })),
  }
}
