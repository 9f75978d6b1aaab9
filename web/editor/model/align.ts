import type { Graph } from '../../../shared/graph/graph.ts'
import type { Position } from '../../../shared/graph/layout.ts'
import { cardHeight } from './geometry.ts'

export type Alignment = 'left' | 'right' | 'top' | 'bottom' | 'row'

/** Moves nodes onto one line. `row` lines up their middles, so that straight wires stay straight. */
export function alignNodes(graph: Graph, ids: readonly string[], to: Alignment): Graph {
  const nodes = graph.nodes.filter((node) => ids.includes(node.id))
  const places = nodes.map((node) => ({
    id: node.id,
    height: cardHeight(node.kind),
    at: graph.layout.positions[node.id] ?? { x: 0, y: 0 },
  }))
  if (places.length < 2) return graph
  const left = Math.min(...places.map(({ at }) => at.x))
  const right = Math.max(...places.map(({ at }) => at.x))
  const top = Math.min(...places.map(({ at }) => at.y))
  const bottom = Math.max(...places.map(({ at, height }) => at.y + height))
  const move = ({ at, height }: (typeof places)[number]): Position => {
    if (to === 'left') return { ...at, x: left }
    if (to === 'right') return { ...at, x: right }
    if (to === 'top') return { ...at, y: top }
    if (to === 'bottom') return { ...at, y: bottom - height }
    // In ports stand at one height on every card.
    return { ...at, y: places[0]?.at.y ?? at.y }
  }
  return moveNodes(graph, Object.fromEntries(places.map((place) => [place.id, move(place)])))
}

/** The graph with these nodes at other places. */
export function moveNodes(graph: Graph, places: Readonly<Record<string, Position>>): Graph {
  return { ...graph, layout: { ...graph.layout, positions: { ...graph.layout.positions, ...places } } }
}
