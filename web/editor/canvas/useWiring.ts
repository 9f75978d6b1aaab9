import type { Connection, Edge as FlowEdgeBase, OnConnectEnd } from '@xyflow/react'
import { useReactFlow } from '@xyflow/react'
import { useMemo } from 'react'
import { PortName, type PortRef } from '../../../shared/graph/edge.ts'
import { toast } from '../../ui/toast.ts'
import { connectPorts } from '../commands/connectPorts.ts'
import { canConnect } from '../model/connect.ts'
import { useEditorStore } from '../store/EditorContext.ts'

/** A port as the canvas names it. */
export function portRef(node: string | null | undefined, handle: string | null | undefined): PortRef | null {
  const port = PortName.safeParse(handle)
  return node && port.success ? { node, port: port.data } : null
}

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
    const onConnectEnd: OnConnectEnd = (event, state) => {
      if (state.isValid || !state.fromHandle) return
      const start = portRef(state.fromHandle.nodeId, state.fromHandle.id)
      if (!start) return
      if (state.toHandle) {
        const end = portRef(state.toHandle.nodeId, state.toHandle.id)
        const [from, to] = state.fromHandle.type === 'source' ? [start, end] : [end, start]
        const fit = from && to ? canConnect(store.getState().graph, from, to) : null
        if (fit && !fit.ok) {
          toast.warning('Not connected', { description: fit.reason })
          store.getState().announce(`Not connected: ${fit.reason}`)
        }
        return
      }
      if (state.fromHandle.type !== 'source') return
      const point = 'changedTouches' in event ? event.changedTouches[0] : event
      if (!point) return
      const at = flow.screenToFlowPosition({ x: point.clientX, y: point.clientY })
      store.getState().open({ type: 'add', from: start, at: { x: at.x, y: at.y - 40 } })
    }
    return {
      isValidConnection: (wire: Connection | FlowEdgeBase) => {
        const both = ends(wire)
        return both !== null && canConnect(store.getState().graph, both.from, both.to).ok
      },
      onConnect: (wire: Connection) => {
        const both = ends(wire)
        if (both) connectPorts(store.getState(), both.from, both.to)
      },
      onConnectEnd,
    }
  }, [store, flow])
}
