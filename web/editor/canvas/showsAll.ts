import { getNodesBounds, getViewportForBounds, type ReactFlowState, type Viewport } from '@xyflow/react'
import { fitOptions } from './fitOptions.ts'

type Seen = Pick<ReactFlowState, 'nodeLookup' | 'minZoom' | 'maxZoom'>
type Size = { width: number; height: number }

/** Whether a canvas of that size shows just all there is, as fitting it does. What is less than a pixel, or than a thousandth of the zoom, nobody moved. */
export function showsAll({ nodeLookup, minZoom, maxZoom }: Seen, size: Size, viewport: Viewport): boolean {
  const bounds = getNodesBounds([...nodeLookup.values()], { nodeLookup })
  const most = Math.min(maxZoom, fitOptions.maxZoom)
  const { width, height } = size
  const fitted = getViewportForBounds(bounds, width, height, minZoom, most, fitOptions.padding)
  return (
    Math.abs(fitted.x - viewport.x) < 1 &&
    Math.abs(fitted.y - viewport.y) < 1 &&
    Math.abs(fitted.zoom - viewport.zoom) < 0.001
  )
}
