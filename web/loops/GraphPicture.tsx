import type { Graph } from '../../shared/graph/graph.ts'
import { cx } from '../ui/cx.ts'
import { kindLooks } from '../ui/KindIcon.tsx'

const width = 240
const height = 88

type Point = { x: number; y: number }

/** A wire between two boxes; one that runs back goes below everything, and one that undoes leaves at the bottom. */
function wire(from: Point, to: Point, floor: number, undo: boolean): string {
  if (undo && to.y > from.y) {
    const [x, y, endX] = [from.x + width / 2, from.y + height, to.x + width / 2]
    return `M${x} ${y}C${x} ${y + 90} ${endX} ${to.y - 90} ${endX} ${to.y}`
  }
  const start = { x: from.x + width, y: from.y + height / 2 }
  const end = { x: to.x, y: to.y + height / 2 }
  if (end.x > start.x - 40) {
    const bend = Math.max(40, (end.x - start.x) / 2)
    return `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`
  }
  const [low, right, left] = [floor + 56, start.x + 44, end.x - 44]
  return [
    `M${start.x} ${start.y}H${right - 24}Q${right} ${start.y} ${right} ${start.y + 24}V${low - 24}Q${right} ${low} ${right - 24} ${low}`,
    `H${left + 24}Q${left} ${low} ${left} ${low - 24}V${end.y + 24}Q${left} ${end.y} ${left + 24} ${end.y}H${end.x}`,
  ].join('')
}

/** Where each node stands; one without a place of its own is put in a row by its order. */
function placesOf(graph: Graph): Map<string, Point> {
  return new Map(
    graph.nodes.map((node, index) => [node.id, graph.layout.positions[node.id] ?? { x: index * 320, y: 0 }]),
  )
}

type GraphPictureProps = { graph: Graph; className?: string }

/** A small still picture of a graph: enough to recognise a loop by its shape. The words beside it name the loop. */
export function GraphPicture({ graph, className }: GraphPictureProps) {
  const places = placesOf(graph)
  const points = [...places.values()]
  if (points.length === 0) return <div className={cx('bg-surface-2', className)} />
  const left = Math.min(...points.map((point) => point.x)) - 60
  const top = Math.min(...points.map((point) => point.y)) - 40
  const right = Math.max(...points.map((point) => point.x)) + width + 60
  const floor = Math.max(...points.map((point) => point.y)) + height
  return (
    <svg
      viewBox={`${left} ${top} ${right - left} ${floor + 90 - top}`}
      preserveAspectRatio="xMidYMid meet"
      aria-hidden="true"
      className={className}
    >
      <g fill="none" stroke="var(--border-2)" strokeWidth="5">
        {graph.edges.map((edge) => {
          const from = places.get(edge.from.node)
          const to = places.get(edge.to.node)
          if (!from || !to) return null
          return (
            <path
              key={edge.id}
              d={wire(from, to, floor, edge.from.port === 'undo')}
              strokeDasharray={edge.from.port === 'undo' ? '12 10' : undefined}
            />
          )
        })}
      </g>
      {graph.nodes.map((node) => {
        const place = places.get(node.id)
        if (!place) return null
        const hue = `var(${kindLooks[node.kind].hue})`
        return (
          <g key={node.id} transform={`translate(${place.x} ${place.y})`}>
            <rect
              width={width}
              height={height}
              rx="12"
              fill="var(--surface-1)"
              stroke="var(--border-2)"
              strokeWidth="4"
            />
            <path d={`M12 0H14V${height}H12A12 12 0 0 1 0 ${height - 12}V12A12 12 0 0 1 12 0Z`} fill={hue} />
            <rect
              x="34"
              y="26"
              width={Math.min(180, 40 + node.title.length * 7)}
              height="12"
              rx="6"
              fill="var(--text-2)"
              opacity="0.75"
            />
            <rect x="34" y="52" width="110" height="10" rx="5" fill="var(--border-2)" opacity="0.7" />
          </g>
        )
      })}
    </svg>
  )
}
