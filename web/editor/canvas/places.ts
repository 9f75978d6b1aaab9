import type { Graph } from '../../../shared/graph/graph.ts'
import type { Position } from '../../../shared/graph/layout.ts'
import { groupFrame, groupOf, isWithin } from '../model/groups.ts'
import { notesOf } from '../model/notes.ts'
import { foldedPlace } from './folded.ts'

/** Where nodes and notes go. */
export type Places = {
  nodes: Readonly<Record<string, Position>>
  notes: Readonly<Record<string, Position>>
}

/** Where what was dragged on the canvas takes nodes and notes: a group takes its nodes along, and the notes in its frame. */
export function placesOf(graph: Graph, dragged: readonly { id: string; position: Position }[]): Places {
  const nodes: Record<string, Position> = {}
  const notes: Record<string, Position> = {}
  for (const { id, position } of dragged) {
    const [kind, own] = id.split(':')
    if (own === undefined) nodes[id] = position
    else if (kind === 'note') notes[own] = position
    else moveGroup(graph, own, position, nodes, notes)
  }
  return { nodes, notes }
}

function moveGroup(
  graph: Graph,
  id: string,
  to: Position,
  nodes: Record<string, Position>,
  notes: Record<string, Position>,
): void {
  const group = groupOf(graph, id)
  const frame = group && groupFrame(graph, group)
  if (!frame) return
  const from = group.folded === true ? foldedPlace(frame) : frame
  const shift = ({ x, y }: Position) => ({ x: x + to.x - from.x, y: y + to.y - from.y })
  for (const member of group.nodes) {
    const at = graph.layout.positions[member]
    if (at) nodes[member] = shift(at)
  }
  for (const note of notesOf(graph)) {
    if (isWithin(note, frame)) notes[note.id] = shift(note)
  }
}
