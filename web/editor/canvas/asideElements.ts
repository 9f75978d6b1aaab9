import { type Node as FlowNodeBase, Position } from '@xyflow/react'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { CanvasGroup, CanvasNote } from '../../../shared/graph/layout.ts'
import type { CanvasMarks } from '../../../shared/projections/canvasMarks.ts'
import type { NodeState } from '../../ui/StateBadge.tsx'
import { cardWidth, portBox } from '../model/geometry.ts'
import { foldedHomes, groupFrame, groupsOf, isWithin } from '../model/groups.ts'
import { notesOf } from '../model/notes.ts'
import { sameJson } from '../model/sameJson.ts'
import type { ProblemCount } from '../problems/problemCounts.ts'
import type { FlowNode } from './flowElements.ts'
import { foldedHeight, foldedPlace, groupElementId, noteElementId } from './folded.ts'

export type NoteData = { note: CanvasNote; editable: boolean }
export type NoteElement = FlowNodeBase<NoteData, 'note'>

export type GroupData = {
  group: CanvasGroup
  editable: boolean
  count: number
  /** Of all its nodes together. */
  problems: ProblemCount
  /** What a run did in it: the state that most wants to be looked at. Null where no run is shown. */
  run: NodeState | null
}
export type GroupElement = FlowNodeBase<GroupData, 'group'>

/** What stands on the canvas: the cards of the nodes, the frames around them, the notes. */
export type CanvasElement = FlowNode | NoteElement | GroupElement

type AsideInput = {
  graph: Graph
  selectedNotes: ReadonlySet<string>
  selectedNodes: ReadonlySet<string>
  problems: ReadonlyMap<string, ProblemCount>
  marks: CanvasMarks | null
  editable: boolean
}

/** Makes the frames, which stand behind all, and the notes. What did not change keeps its identity, so that only what did is drawn again. */
export function createAsideElements() {
  const frames = new Map<string, GroupElement>()
  const notes = new Map<string, NoteElement>()
  return (input: AsideInput): { behind: GroupElement[]; notes: NoteElement[] } => ({
    behind: groupsOf(input.graph).flatMap((group) => {
      const next = groupElement(input, group)
      return next ? [sameOr(frames, next)] : []
    }),
    notes: notesInSight(input.graph).map((note) => sameOr(notes, noteElement(input, note))),
  })
}

function sameOr<E extends GroupElement | NoteElement>(known: Map<string, E>, next: E): E {
  const before = known.get(next.id)
  if (before && sameJson(before, next)) return before
  known.set(next.id, next)
  return next
}

/** The notes, but for those that stand in a folded group. */
function notesInSight(graph: Graph): readonly CanvasNote[] {
  const hidden = groupsOf(graph).flatMap((group) =>
    group.folded === true ? (groupFrame(graph, group) ?? []) : [],
  )
  return notesOf(graph).filter((note) => !hidden.some((frame) => isWithin(note, frame)))
}

function groupElement(input: AsideInput, group: CanvasGroup): GroupElement | null {
  const frame = groupFrame(input.graph, group)
  if (!frame) return null
  const folded = group.folded === true && [...foldedHomes(input.graph).values()].includes(group.id)
  const size = folded
    ? { width: cardWidth, height: foldedHeight }
    : { width: frame.width, height: frame.height }
  return {
    id: groupElementId(group.id),
    type: 'group',
    position: folded ? foldedPlace(frame) : { x: frame.x, y: frame.y },
    ...size,
    measured: size,
    handles: [
      { id: 'in', type: 'target', position: Position.Left, ...portBox({ x: 0, y: 40 }) },
      { id: 'out', type: 'source', position: Position.Right, ...portBox({ x: size.width, y: 40 }) },
    ],
    selected: group.nodes.length > 0 && group.nodes.every((id) => input.selectedNodes.has(id)),
    selectable: false,
    connectable: false,
    draggable: input.editable,
    dragHandle: '.group-handle',
    zIndex: folded ? 0 : -1,
    // The frame lets the pointer through to what stands in it; only its title takes it.
    style: { pointerEvents: folded ? 'all' : 'none' },
    data: {
      group,
      editable: input.editable,
      count: group.nodes.length,
      problems: {
        errors: group.nodes.reduce((sum, id) => sum + (input.problems.get(id)?.errors ?? 0), 0),
        warnings: group.nodes.reduce((sum, id) => sum + (input.problems.get(id)?.warnings ?? 0), 0),
      },
      run: input.marks && worstOf(group.nodes.map((id) => input.marks?.nodes[id]?.state)),
    },
  }
}

/** From what most wants to be looked at to what least does. */
const worstFirst = [
  'failed',
  'uncertain',
  'waiting',
  'running',
  'compensated',
  'succeeded',
  'skipped',
  'pending',
] as const satisfies NodeState[]

function worstOf(states: readonly (NodeState | undefined)[]): NodeState | null {
  return worstFirst.find((state) => states.includes(state)) ?? null
}

function noteElement(input: AsideInput, note: CanvasNote): NoteElement {
  const size = { width: note.width, height: note.height }
  return {
    id: noteElementId(note.id),
    type: 'note',
    position: { x: note.x, y: note.y },
    ...size,
    measured: size,
    selected: input.selectedNotes.has(note.id),
    draggable: input.editable,
    connectable: false,
    data: { note, editable: input.editable },
  }
}
