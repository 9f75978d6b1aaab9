import { useStore } from '@xyflow/react'
import type { Guide } from '../model/alignGuides.ts'
import { CanvasLayer } from './CanvasLayer.tsx'

/** The lines along which what is dragged stands with other things. */
export function AlignGuides({ guides }: { guides: readonly Guide[] }) {
  const zoom = useStore((state) => state.transform[2])
  if (guides.length === 0) return null
  return (
    <CanvasLayer layer="front">
      <svg
        aria-hidden
        className="pointer-events-none absolute top-0 left-0 overflow-visible"
        width={1}
        height={1}
      >
        {guides.map(({ axis, at, from, to }) => (
          <line
            key={`${axis}${at}`}
            {...(axis === 'x' ? { x1: at, x2: at, y1: from, y2: to } : { x1: from, x2: to, y1: at, y2: at })}
            strokeWidth={1 / zoom}
            strokeDasharray={`${4 / zoom} ${3 / zoom}`}
            style={{ stroke: 'var(--accent)' }}
          />
        ))}
      </svg>
    </CanvasLayer>
  )
}
