import { useMemo } from 'react'
import { useSlices } from '../../ui/useSlices.ts'
import type { CanvasElement } from './asideElements.ts'

/** Cards from far away that are drawn at once, and those that follow in one go: each takes about as long as a frame or two. */
const slices = { first: 150, step: 150 }

/** What of a canvas is drawn now: all of it, or of a large one that opens seen from far away one slice after the other. */
export function useDrawnCards(elements: CanvasElement[], sketched: boolean): CanvasElement[] {
  const count = useSlices(sketched ? elements.length : 0, slices)
  return useMemo(
    () => (sketched && count < elements.length ? elements.slice(0, count) : elements),
    [elements, sketched, count],
  )
}
