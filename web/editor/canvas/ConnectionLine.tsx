import { type ConnectionLineComponentProps, getBezierPath, useReactFlow, useViewport } from '@xyflow/react'
import { canConnect } from '../model/connect.ts'
import { useEditor } from '../store/EditorContext.ts'
import type { CanvasElement } from './asideElements.ts'
import { wireAtEnd } from './wireAtEnd.ts'

/** The wire under the pointer; over a port or a card that it doesn't fit, it says why. */
export function ConnectionLine({
  fromX,
  fromY,
  toX,
  toY,
  fromPosition,
  toPosition,
  fromHandle,
  toHandle,
}: ConnectionLineComponentProps<CanvasElement>) {
  const graph = useEditor((state) => state.graph)
  const { zoom } = useViewport()
  const flow = useReactFlow()
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    targetX: toX,
    targetY: toY,
    sourcePosition: fromPosition,
    targetPosition: toPosition,
  })
  const at = flow.flowToScreenPosition({ x: toX, y: toY })
  const wire = wireAtEnd(graph, fromHandle, toHandle, at)
  const fit = wire && canConnect(graph, wire.from, wire.to)
  const hue = !fit ? 'var(--accent)' : fit.ok ? 'var(--success)' : 'var(--danger)'
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
