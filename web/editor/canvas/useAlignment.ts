import { useStoreApi } from '@xyflow/react'
import { useCallback } from 'react'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Position } from '../../../shared/graph/layout.ts'
import { type Aligned, alignGuides, boxLines, cardLines, linesInSight } from '../model/alignGuides.ts'
import { cardHeight, cardWidth } from '../model/geometry.ts'
import { type Box, groupFrame, groupOf } from '../model/groups.ts'
import { noteOf } from '../model/notes.ts'

/** How near a line pulls, in pixels of the screen. */
const pull = 6

type Dragged = { id: string; position: Position }

/** Where things that are dragged line up with others that are in sight. */
export function useAlignment(): (graph: Graph, dragged: readonly Dragged[]) => Aligned {
  const flow = useStoreApi()
  return useCallback(
    (graph, dragged) => {
      const { transform, width, height } = flow.getState()
      const [x, y, zoom] = transform
      const sight = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom }
      const boxes = dragged.flatMap((each) => boxOf(graph, each) ?? [])
      const [first] = boxes
      if (!first) return { dx: 0, dy: 0, guides: [] }
      const single = boxes.length === 1 && !dragged[0]?.id.includes(':')
      const moving = single ? cardLines(first) : boxLines(around(boxes))
      return alignGuides(moving, linesInSight(graph, taken(graph, dragged), sight), pull / zoom)
    },
    [flow],
  )
}

/** What moves with what is dragged: the nodes of a group, too. */
function taken(graph: Graph, dragged: readonly Dragged[]): ReadonlySet<string> {
  return new Set(
    dragged.flatMap(({ id }) => [
      id,
      ...(id.startsWith('group:') ? (groupOf(graph, id.slice('group:'.length))?.nodes ?? []) : []),
    ]),
  )
}

function boxOf(graph: Graph, { id, position }: Dragged): Box | null {
  if (id.startsWith('note:')) {
    const note = noteOf(graph, id.slice('note:'.length))
    return note ? { ...position, width: note.width, height: note.height } : null
  }
  if (id.startsWith('group:')) {
    const group = groupOf(graph, id.slice('group:'.length))
    const frame = group && groupFrame(graph, group)
    return frame ? { ...frame, ...position } : null
  }
  const node = graph.nodes.find((each) => each.id === id)
  return node ? { ...position, width: cardWidth, height: cardHeight(node.kind) } : null
}

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  }
}
