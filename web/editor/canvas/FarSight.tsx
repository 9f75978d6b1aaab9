import { useStore } from '@xyflow/react'
import { useLayoutEffect } from 'react'

/** Below this zoom the small print of a card can't be read. */
const farBelow = 0.75
/** Below this zoom no title stays readable on its card. */
const farthest = 0.35

/** The zoom in steps, so that a change of it restyles the cards now and then only; 1 for all that is near. */
const stepOf = (zoom: number) => (zoom >= farBelow ? 1 : Math.max(farthest, Math.round(zoom * 20) / 20))

/** Tells the cards and the labels of the wires how far away they are seen from; the style sheet does the rest. */
export function FarSight() {
  const zoom = useStore((state) => stepOf(state.transform[2]))
  const canvas = useStore((state) => state.domNode)
  useLayoutEffect(() => {
    if (!canvas) return
    canvas.toggleAttribute('data-far', zoom < 1)
    canvas.style.setProperty('--far', String(1 / zoom))
  }, [canvas, zoom])
  return null
}
