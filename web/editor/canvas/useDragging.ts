import type { NodeChange, OnNodeDrag } from '@xyflow/react'
import { useMemo, useState } from 'react'
import type { Position } from '../../../shared/graph/layout.ts'
import { moveNodes } from '../model/align.ts'
import { spliceNode } from '../model/insertNode.ts'
import { useEditorStore } from '../store/EditorContext.ts'
import { edgeUnder } from './edgeUnder.ts'
import type { FlowNode } from './flowElements.ts'

/**
 * Nodes that follow the pointer while they are dragged. The document hears of it once, when they are let go: a drag is
 * one undo step, and nothing is compiled on the way. A loose node that is let go on a wire is spliced into it.
 */
export function useDragging(settled: FlowNode[]) {
  const store = useEditorStore()
  const [places, setPlaces] = useState<Readonly<Record<string, Position>> | null>(null)
  const nodes = useMemo(
    () =>
      places
        ? settled.map((node) => {
            const position = places[node.id]
            return position ? { ...node, position } : node
          })
        : settled,
    [settled, places],
  )
  const onPositions = (changes: NodeChange<FlowNode>[]) => {
    const moved = changes.flatMap((change) =>
      change.type === 'position' && change.position && change.dragging
        ? [[change.id, change.position] as const]
        : [],
    )
    if (moved.length > 0) setPlaces((before) => ({ ...before, ...Object.fromEntries(moved) }))
  }
  const onDragStop = (
    event: Parameters<OnNodeDrag<FlowNode>>[0] | React.MouseEvent,
    _node: FlowNode | undefined,
    dragged: FlowNode[],
  ) => {
    setPlaces(null)
    const { graph, edit } = store.getState()
    const to = Object.fromEntries(dragged.map((node) => [node.id, node.position]))
    const still = dragged.every(({ id, position }) => {
      const at = graph.layout.positions[id]
      return at?.x === position.x && at.y === position.y
    })
    if (still) return
    const only = dragged.length === 1 ? dragged[0] : undefined
    const loose = only && !graph.edges.some((edge) => edge.from.node === only.id || edge.to.node === only.id)
    const edge = loose && 'clientX' in event ? edgeUnder(event.clientX, event.clientY) : null
    if (only && edge) {
      const spliced = spliceNode(moveNodes(graph, to), edge, only.id)
      if (spliced) {
        edit(`Put “${only.data.node.title}” into a wire`, () => spliced)
        return
      }
    }
    edit(only ? `Moved “${only.data.node.title}”` : `Moved ${dragged.length} nodes`, (each) =>
      moveNodes(each, to),
    )
  }
  return { nodes, onPositions, onDragStop }
}
