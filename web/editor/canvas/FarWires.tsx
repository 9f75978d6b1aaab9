import { useMemo, useState } from 'react'
import type { CanvasElement } from './asideElements.ts'
import { CanvasLayer } from './CanvasLayer.tsx'
import { createFarWires } from './farWires.ts'
import type { FlowEdge } from './flowElements.ts'
import { wireLooks } from './wireLooks.ts'

type FarWiresProps = { elements: readonly CanvasElement[]; edges: readonly FlowEdge[] }

/** The wires of a large loop from far away, a path for all that look the same: a thousand elements take longest to make and to move. */
export function FarWires({ elements, edges }: FarWiresProps) {
  const [wiresOf] = useState(createFarWires)
  const wires = useMemo(() => wiresOf(elements, edges), [wiresOf, elements, edges])
  if (wires.length === 0) return null
  return (
    <CanvasLayer layer="wires">
      <svg aria-hidden className="far-wires pointer-events-none absolute top-0 left-0 overflow-visible">
        {wires.map(({ key, role, strength, path }) => (
          <path
            key={key}
            d={path}
            fill="none"
            opacity={strength === 'dim' ? 0.35 : undefined}
            style={{ stroke: wireLooks[role].hue, strokeWidth: strength === 'taken' ? 2 : 1.5 }}
          />
        ))}
      </svg>
    </CanvasLayer>
  )
}
