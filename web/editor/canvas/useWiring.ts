import type { Connection, Edge as FlowEdgeBase, OnConnectEnd } from '@xyflow/react'
import { useReactFlow } from '@xyflow/react'
import { useMemo } from 'react'
import { toast } from '../../ui/toast.ts'
import { drawWire } from '../commands/connectPorts.ts'
import { canConnect } from '../model/connect.ts'
import { cardWidth } from '../model/geometry.ts'
import { useEditorStore } from '../store/EditorContext.ts'
import { cardAt } from './cardAt.ts'
import { portRef, wireAtEnd } from './wireAtEnd.ts'

/** Drawing wires: refused with the reason where they don't fit, and a list of what fits where they end in empty space. */
export function useWiring() {
  const store = useEditorStore()
  const flow = useReactFlow()
  return useMemo(() => {
    const ends = (wire: Connection | FlowEdgeBase) => {
      const from = portRef(wire.source, wire.sourceHandle)
      const to = portRef(wire.target, wire.targetHandle)
      return from && to ? { from, to } : null
    }
    const onConnectEnd: OnConnectEnd = (event, { isValid, fromHandle, toHandle }) => {
      if (isValid || !fromHandle) return
      const start = portRef(fromHandle.nodeId, fromHandle.id)
      const point = 'changedTouches' in event ? event.changedTouches[0] : event
      if (!start || !point) return
      const { graph, announce, open } = store.getState()
      const wire = wireAtEnd(graph, fromHandle, toHandle, { x: point.clientX, y: point.clientY })
      if (wire) {
        const fit = canConnect(graph, wire.from, wire.to)
        if (fit.ok) {
          drawWire(store.getState(), wire.from, wire.to)
          return
        }
        toast.warning('Not connected', { description: fit.reason })
        announce(`Not connected: ${fit.reason}`)
        return
      }
      // Let go where it began: nothing was meant.
      if (cardAt(point.clientX, point.clientY) === start.node) return
      const at = flow.screenToFlowPosition({ x: point.clientX, y: point.clientY })
      if (fromHandle.type === 'source') open({ type: 'add', from: start, at: { x: at.x, y: at.y - 40 } })
      else open({ type: 'add', to: start, at: { x: at.x - cardWidth, y: at.y - 40 } })
    }
    return {
      isValidConnection: (wire: Connection | FlowEdgeBase) => {
        const both = ends(wire)
        return both !== null && canConnect(store.getState().graph, both.from, both.to).ok
      },
      onConnect: (wire: Connection) => {
        const both = ends(wire)
        if (both) drawWire(store.getState(), both.from, both.to)
      },
      onConnectEnd,
    }
  }, [store, flow])
}
