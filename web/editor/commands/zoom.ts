import type { CanvasPort } from '../store/viewSlice.ts'
import type { Command } from './command.ts'

const asking = (
  id: string,
  title: string,
  keys: readonly string[],
  ask: (canvas: CanvasPort) => void,
): Command => ({
  id,
  title,
  group: 'View',
  keys,
  scope: 'everywhere',
  enabled: (state) => state.canvas !== null,
  perform: (state) => {
    if (state.canvas) ask(state.canvas)
  },
})

export const fitCanvas = asking('fit', 'Fit the loop', ['1'], (canvas) => canvas.fit())
export const resetZoom = asking('reset-zoom', 'Zoom to 100 %', ['0'], (canvas) => canvas.reset())
export const zoomIn = asking('zoom-in', 'Zoom in', ['+', '='], (canvas) => canvas.zoomIn())
export const zoomOut = asking('zoom-out', 'Zoom out', ['-'], (canvas) => canvas.zoomOut())
export const focusCanvas = asking('focus-canvas', 'Go to the canvas', ['Mod+Shift+E'], (canvas) =>
  canvas.focus(),
)
