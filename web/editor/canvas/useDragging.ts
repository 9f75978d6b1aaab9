import type { NodeChange, OnNodeDrag, SelectionDragHandler } from '@xyflow/react'
import { useMemo, useState } from 'react'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Position } from '../../../shared/graph/layout.ts'
import { moveNodes } from '../model/align.ts'
import type { Aligned, Guide } from '../model/alignGuides.ts'
import { groupAround, joinGroup } from '../model/groups.ts'
import { spliceNode } from '../model/insertNode.ts'
import { moveNotes } from '../model/notes.ts'
import { useEditorStore } from '../store/EditorContext.ts'
import type { EditorState } from '../store/editorState.ts'
import type { CanvasElement } from './asideElements.ts'
import { edgeUnder } from './edgeUnder.ts'
import type { FlowNode } from './flowElements.ts'
import { type Places, placesOf } from './places.ts'
import { useAlignment } from './useAlignment.ts'

type Resized = Readonly<Record<string, { width: number; height: number }>>

/**
 * What follows the pointer while it is dragged: nodes, notes, and with a group all that stands in it. The document hears of it once, when
 * they are let go: a drag is one undo step, and nothing is compiled on the way. A loose node that is let go on a wire is spliced into it.
 */
export function useDragging(graph: Graph) {
  const store = useEditorStore()
  const [places, setPlaces] = useState<Places | null>(null)
  const [sizes, setSizes] = useState<Resized | null>(null)
  const [guides, setGuides] = useState<readonly Guide[]>(noGuides)
  const align = useAlignment()
  const shown = useMemo(() => (places ? movedTo(graph, places) : graph), [graph, places])

  // Made once: React Flow tells all its nodes and edges of a handler that is another one.
  const handlers = useMemo(() => {
    const onPositions = (changes: NodeChange<CanvasElement>[]) => {
      const { graph: here } = store.getState()
      const moved = changes.flatMap((change) =>
        change.type === 'position' && change.position && change.dragging !== false
          ? [{ id: change.id, position: change.position }]
          : [],
      )
      const dragged =
        moved.length > 0 && changes.some((change) => change.type === 'position' && change.dragging === true)
      if (dragged) {
        const aligned = align(here, moved)
        setGuides(aligned.guides)
        setPlaces((before) => merged(before, placesOf(here, shifted(moved, aligned))))
      } else if (moved.length > 0) {
        setPlaces((before) => merged(before, placesOf(here, moved)))
      }
      const sized = changes.flatMap((change) =>
        change.type === 'dimensions' && change.resizing === true && change.dimensions
          ? [[change.id, change.dimensions] as const]
          : [],
      )
      if (sized.length > 0) setSizes(Object.fromEntries(sized))
      if (changes.some((change) => change.type === 'dimensions' && change.resizing === false)) {
        setSizes(null)
        setPlaces(null)
      }
    }
    const drop = (event: MouseEvent | TouchEvent | React.MouseEvent, dragged: CanvasElement[]) => {
      setPlaces(null)
      setGuides(noGuides)
      const state = store.getState()
      const { graph: here, edit } = state
      const to = placesOf(here, shifted(dragged, align(here, dragged)))
      if (!isStill(here, to)) edit(...dropped(state, to, dragged, event))
    }
    const onDragStop: OnNodeDrag<CanvasElement> = (event, _node, dragged) => drop(event, dragged)
    const onSelectionDragStop: SelectionDragHandler<CanvasElement> = (event, dragged) => drop(event, dragged)
    return { onPositions, onDragStop, onSelectionDragStop }
  }, [store, align])
  /** The cards where they are dragged to; those that are not keep their identity. */
  const cardsAt = (settled: FlowNode[]) =>
    places
      ? settled.map((card) => {
          const position = places.nodes[card.id]
          return position ? { ...card, position } : card
        })
      : settled
  return { moving: places?.nodes, shown, sizes, guides, cardsAt, ...handlers }
}

const noGuides: readonly Guide[] = []

type Drop = [label: string, change: (graph: Graph) => Graph]

/** What letting go does to the document. */
function dropped(
  { graph, canvas }: Pick<EditorState, 'graph' | 'canvas'>,
  to: Places,
  dragged: readonly CanvasElement[],
  event: MouseEvent | TouchEvent | React.MouseEvent,
): Drop {
  const move = (each: Graph) => movedTo(each, to)
  const [only] = dragged.length === 1 ? dragged : []
  if (!only) return [`Moved ${dragged.length} things`, move]
  if (only.type === 'note') return ['Moved a note', move]
  if (only.type === 'group') return [`Moved “${only.data.group.title}”`, move]
  const { title } = only.data.node
  const loose = !graph.edges.some((edge) => edge.from.node === only.id || edge.to.node === only.id)
  const edge = loose && 'clientX' in event ? edgeUnder({ canvas }, event.clientX, event.clientY) : null
  const spliced = edge ? spliceNode(move(graph), edge, only.id) : null
  if (spliced) return [`Put “${title}” into a wire`, () => spliced]
  const group = groupAround(move(graph), only.id)
  if (group) {
    return [`Put “${title}” into “${group.title}”`, (each) => joinGroup(move(each), group.id, [only.id])]
  }
  return [`Moved “${title}”`, move]
}

function shifted(dragged: readonly { id: string; position: Position }[], { dx, dy }: Aligned) {
  return dragged.map(({ id, position }) => ({ id, position: { x: position.x + dx, y: position.y + dy } }))
}

function movedTo(graph: Graph, { nodes, notes }: Places): Graph {
  const moved = Object.keys(nodes).length === 0 ? graph : moveNodes(graph, nodes)
  return moveNotes(moved, notes)
}

function merged(before: Places | null, next: Places): Places {
  return {
    nodes: { ...before?.nodes, ...next.nodes },
    notes: { ...before?.notes, ...next.notes },
  }
}

function isStill(graph: Graph, { nodes, notes }: Places): boolean {
  const same = (at: Position | undefined, to: Position) => at?.x === to.x && at.y === to.y
  return (
    Object.entries(nodes).every(([id, to]) => same(graph.layout.positions[id], to)) &&
    Object.entries(notes).every(([id, to]) =>
      same(
        graph.layout.notes?.find((note) => note.id === id),
        to,
      ),
    )
  )
}
