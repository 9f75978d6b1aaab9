import { type ConnectionLineComponentProps, getBezierPath, useViewport } from '@xyflow/react'
import { canConnect } from '../model/connect.ts'
import { useEditor } from '../store/EditorContext.ts'
import type { CanvasElement } from './asideElements.ts'
import { portRef } from './useWiring.ts'

/** The wire under the pointer; over a port that it doesn't fit, it says why. */
export function ConnectionLine({
  fromX,
  fromY,
  toX,
  toY,
  fromPosition,
  toPosition,
  fromHandle,
  toHandle,
  connectionStatus,
}: ConnectionLineComponentProps<CanvasElement>) {
  const graph = useEditor((state) => state.graph)
  const { zoom } = useViewport()
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    targetX: toX,
    targetY: toY,
    sourcePosition: fromPosition,
    targetPosition: toPosition,
  })
  const refused = connectionStatus === 'invalid' && toHandle
  const start = portRef(fromHandle.nodeId, fromHandle.id)
  const end = refused ? portRef(toHandle.nodeId, toHandle.id) : null
  const [from, to] = fromHandle.type === 'source' ? [start, end] : [end, start]
  const fit = from && to ? canConnect(graph, from, to) : null
  const hue = refused ? 'var(--danger)' : connectionStatus === 'valid' ? 'var(--success)' : 'var(--accent)'
  return (
    <g>
      <path d={path} fill="none" strokeWidth={2} strokeDasharray="6 4" style={{ stroke: hue }} />
      {fit && !fit.ok && (
        // The words keep their size whatever the zoom.
        <foreignObject x={toX + 12 / zoom} y={toY + 8 / zoom} width={280 / zoom} height={96 / zoom}>
          <p
            className="w-70 origin-top-left rounded-md bg-danger-soft px-2 py-1 text-xs text-danger"
            style={{ transform: `scale(${1 / zoom})` }}
          >
            {fit.reason}
          </p>
        </foreignObject>
      )}
    </g>
  )
}
