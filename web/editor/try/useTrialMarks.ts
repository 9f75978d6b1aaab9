import type { CanvasMarks } from '../canvas/canvasMarks.ts'

/** What the simulated run shows on the canvas at the moment that is played; null while none is shown. */
export function useTrialMarks(): CanvasMarks | null {
  return null
}
