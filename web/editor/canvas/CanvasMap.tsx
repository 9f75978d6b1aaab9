import { Panel, useReactFlow, useStore } from '@xyflow/react'
import { memo, type PointerEvent, useDeferredValue, useEffect, useRef } from 'react'
import { isMapShown } from '../store/canvasSlice.ts'
import { useEditor } from '../store/EditorContext.ts'
import type { CanvasElement } from './asideElements.ts'
import { type Box, boundsOf, mapBlocks, mapSize, mapView, outlineOf } from './mapBlocks.ts'

type CanvasMapProps = { elements: readonly CanvasElement[] }

/** The whole loop in small. What it shows is in the outline, too. */
export function CanvasMap({ elements }: CanvasMapProps) {
  const shown = useEditor(isMapShown)
  // The canvas comes first: the map follows a drag when there is time.
  const later = useDeferredValue(elements)
  return shown && later.length > 0 && <LoopMap elements={later} />
}

/** React Flow's own map makes an element for each card, and asks each at every move of anything. */
function LoopMap({ elements }: CanvasMapProps) {
  const flow = useReactFlow()
  const svg = useRef<SVGSVGElement>(null)
  const [x, y, zoom] = useStore((state) => state.transform)
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const view: Box = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom }
  const seen = mapView(boundsOf(elements), view)

  useEffect(() => {
    const map = svg.current
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      void flow.zoomTo(flow.getZoom() * 2 ** (-event.deltaY * (event.ctrlKey ? 0.02 : 0.002)))
    }
    // React listens passively, which could not keep the page from zooming along.
    map?.addEventListener('wheel', onWheel, { passive: false })
    return () => map?.removeEventListener('wheel', onWheel)
  }, [flow])

  const goTo = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const across = (event.clientX - box.left) / box.width
    const down = (event.clientY - box.top) / box.height
    void flow.setCenter(seen.x + across * seen.width, seen.y + down * seen.height, { zoom })
  }
  return (
    <Panel position="bottom-right" className="react-flow__minimap canvas-map">
      <svg
        ref={svg}
        role="img"
        aria-label="Map of the loop"
        width={mapSize.width}
        height={mapSize.height}
        viewBox={`${seen.x} ${seen.y} ${seen.width} ${seen.height}`}
        className="react-flow__minimap-svg block cursor-pointer"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          goTo(event)
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) goTo(event)
        }}
      >
        <Blocks elements={elements} />
        <path
          className="react-flow__minimap-mask"
          d={outlineOf(seen) + outlineOf(view)}
          fillRule="evenodd"
          pointerEvents="none"
        />
      </svg>
    </Panel>
  )
}

const Blocks = memo(function Blocks({ elements }: CanvasMapProps) {
  return mapBlocks(elements).map(({ fill, path }) => <path key={fill} d={path} style={{ fill }} />)
})
