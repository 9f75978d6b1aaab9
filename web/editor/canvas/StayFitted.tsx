import { getViewportForBounds, useReactFlow, useStore, useStoreApi, type Viewport } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { fitOptions } from './fitOptions.ts'

/** What is less than a pixel, or than a thousandth of the zoom, nobody moved. */
const isSame = (one: Viewport, other: Viewport) =>
  Math.abs(one.x - other.x) < 1 && Math.abs(one.y - other.y) < 1 && Math.abs(one.zoom - other.zoom) < 0.001

/** Where all was shown it stays shown when the canvas gets another size, as beside an opened panel. Whoever looks at a part keeps their place. */
export function StayFitted(): null {
  const flow = useReactFlow()
  const api = useStoreApi()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const before = useRef({ width: 0, height: 0 })
  const fitting = useRef(false)
  useEffect(() => {
    const last = before.current
    before.current = { width, height }
    if (last.width === 0 || last.height === 0 || width === 0 || height === 0) return
    const { minZoom, maxZoom } = api.getState()
    const fitted = getViewportForBounds(
      flow.getNodesBounds(flow.getNodes()),
      last.width,
      last.height,
      minZoom,
      Math.min(maxZoom, fitOptions.maxZoom),
      fitOptions.padding,
    )
    if (!fitting.current && !isSame(fitted, flow.getViewport())) return
    fitting.current = true
    void flow.fitView(fitOptions).finally(() => {
      fitting.current = false
    })
  }, [api, flow, width, height])
  return null
}
