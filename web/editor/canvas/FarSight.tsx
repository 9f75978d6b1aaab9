import { useStore, type Viewport } from '@xyflow/react'
import { createContext, type ReactNode, useLayoutEffect } from 'react'

/** Below this zoom the small print of a card can't be read. */
const farBelow = 0.75
/** Below this zoom no title stays readable on its card. */
const farthest = 0.35
/** With more elements than this it pays to decide which of them are in sight, and what of them can be seen. */
const many = 120

/** Whether a canvas has so much on it that it is drawn with care. */
export const isLarge = (elements: { length: number }) => elements.length > many

/** Whether cards are seen from so far away, and so many of them, that they are drawn as mere blocks of their kind. */
export const SketchContext = createContext(false)

/** The zoom in steps, so that a change of it restyles the cards now and then only; 1 for all that is near. */
const stepOf = (zoom: number) => (zoom >= farBelow ? 1 : Math.max(farthest, Math.round(zoom * 20) / 20))

/**
 * Whether so many elements are seen from so far away that they are drawn as sketches. Before the canvas knows its size it takes the viewport that
 * it opens with; without one it shows all, and a large loop is shown whole from far away.
 */
export function useSketched(elements: readonly unknown[], opensWith: Viewport | undefined): boolean {
  const large = isLarge(elements)
  return useStore(
    ({ width, transform }) => large && (width === 0 ? (opensWith?.zoom ?? 0) : transform[2]) < farthest,
  )
}

/** Whether the canvas is seen from so far away that what stands on its wires can be neither read nor hit. */
export const useFarthest = (): boolean => useStore((state) => state.transform[2] < farthest)

type FarSightProps = { sketched: boolean; children: ReactNode }

/** Tells the cards and the labels of the wires how far away they are seen from; the style sheet does the rest. */
export function FarSight({ sketched, children }: FarSightProps) {
  const zoom = useStore((state) => stepOf(state.transform[2]))
  const farAway = useFarthest()
  const canvas = useStore((state) => state.domNode)
  useLayoutEffect(() => {
    if (!canvas) return
    canvas.toggleAttribute('data-far', zoom < 1)
    canvas.toggleAttribute('data-farthest', farAway)
    canvas.style.setProperty('--far', String(1 / zoom))
  }, [canvas, zoom, farAway])
  return <SketchContext value={sketched}>{children}</SketchContext>
}
