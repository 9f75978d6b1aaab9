import type { CanvasElement } from './asideElements.ts'

export type Box = { x: number; y: number; width: number; height: number }

/** The size of the map on the page, in pixels. */
export const mapSize = { width: 200, height: 150 } as const

/** Everything of one colour on the map, as one path. */
export function mapBlocks(elements: readonly CanvasElement[]): { fill: string; path: string }[] {
  return Object.entries(Object.groupBy(elements, hueOf)).map(([fill, alike = []]) => ({
    fill,
    path: alike.map((element) => outlineOf(boxOf(element))).join(''),
  }))
}

function hueOf(element: CanvasElement): string {
  if (element.type === 'note') return 'var(--warning-soft)'
  if (element.type === 'group') return 'var(--surface-3)'
  return `var(--kind-${element.data.node.kind})`
}

const boxOf = ({ position, width = 0, height = 0 }: CanvasElement): Box => ({ ...position, width, height })

export const outlineOf = ({ x, y, width, height }: Box) => `M${x},${y}h${width}v${height}h${-width}z`

/** The box around all that stands on the canvas. */
export function boundsOf(elements: readonly CanvasElement[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const element of elements) {
    const { x, y, width, height } = boxOf(element)
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** The part of the canvas that the map shows: all that stands there and all that is in sight, in the map's own proportions and with a margin. */
export function mapView(all: Box, view: Box): Box {
  const left = Math.min(all.x, view.x)
  const top = Math.min(all.y, view.y)
  const right = Math.max(all.x + all.width, view.x + view.width)
  const bottom = Math.max(all.y + all.height, view.y + view.height)
  const scale = Math.max((right - left) / mapSize.width, (bottom - top) / mapSize.height) * 1.05
  const [width, height] = [mapSize.width * scale, mapSize.height * scale]
  return { x: (left + right - width) / 2, y: (top + bottom - height) / 2, width, height }
}
