import { useStore } from '@xyflow/react'
import { type ReactNode, useMemo } from 'react'
import { createPortal } from 'react-dom'

const layers = {
  /** Below the cards. */
  wires: '.react-flow__edges',
  /** Above the wires, below the cards. */
  labels: '.react-flow__edgelabel-renderer',
  /** Above all. */
  front: '.react-flow__viewport-portal',
} as const

type CanvasLayerProps = { layer: keyof typeof layers; children: ReactNode }

/**
 * Puts its children onto the canvas, where they move with it. As React Flow's own `EdgeLabelRenderer` and `ViewportPortal`, which search
 * the page for their place again at every change of anything.
 */
export function CanvasLayer({ layer, children }: CanvasLayerProps) {
  const canvas = useStore((state) => state.domNode)
  const place = useMemo(() => canvas?.querySelector(layers[layer]) ?? null, [canvas, layer])
  return place && createPortal(children, place)
}
