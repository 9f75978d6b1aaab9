import type { Graph } from '../../../shared/graph/graph.ts'
import { cardHeight, cardWidth } from './geometry.ts'
import { type Box, foldedHomes, isWithin } from './groups.ts'
import { notesOf } from './notes.ts'

/** Where something lines up with others: start with start, middle with middle, end with end. What is no card has no middle. */
type Places = readonly [start: number, middle: number | null, end: number]
export type Lines = { box: Box; xs: Places; ys: Places }

/** A line along which things that are dragged stand with others, and how far it reaches. */
export type Guide = { axis: 'x' | 'y'; at: number; from: number; to: number }

export type Aligned = { dx: number; dy: number; guides: readonly Guide[] }

/** In ports stand at this height on every card; wires between cards that share it are straight. */
const portHeight = 40

export function cardLines(box: Box): Lines {
  return {
    box,
    xs: [box.x, box.x + box.width / 2, box.x + box.width],
    ys: [box.y, box.y + portHeight, box.y + box.height],
  }
}

export function boxLines(box: Box): Lines {
  return { box, xs: [box.x, null, box.x + box.width], ys: [box.y, null, box.y + box.height] }
}

/** What things that are dragged can line up with: the cards and notes in sight that are not dragged themselves. */
export function linesInSight(graph: Graph, dragged: ReadonlySet<string>, sight: Box): Lines[] {
  const homes = foldedHomes(graph)
  const cards = graph.nodes.flatMap((node) => {
    const at = dragged.has(node.id) || homes.has(node.id) ? undefined : graph.layout.positions[node.id]
    return at ? [cardLines({ ...at, width: cardWidth, height: cardHeight(node.kind) })] : []
  })
  const notes = notesOf(graph).flatMap((note) => (dragged.has(`note:${note.id}`) ? [] : [boxLines(note)]))
  return [...cards, ...notes].filter(({ box }) => isWithin(box, sight))
}

/** How far to shift what is dragged so that it lines up with the nearest of the others, at most `reach` each way, and along which lines. */
export function alignGuides(moving: Lines, others: readonly Lines[], reach: number): Aligned {
  const dx = nearest(
    moving.xs,
    others.map((other) => other.xs),
    reach,
  )
  const dy = nearest(
    moving.ys,
    others.map((other) => other.ys),
    reach,
  )
  return {
    dx: dx ?? 0,
    dy: dy ?? 0,
    guides: [
      ...(dx === null ? [] : guidesOf('x', moving, others, dx, dy ?? 0)),
      ...(dy === null ? [] : guidesOf('y', moving, others, dy, dx ?? 0)),
    ],
  }
}

function nearest(own: Places, theirs: readonly Places[], reach: number): number | null {
  const shifts = own.flatMap((line, index) =>
    theirs.flatMap((places) => {
      const other = places[index] ?? null
      return line === null || other === null ? [] : [other - line]
    }),
  )
  const near = shifts.filter((shift) => Math.abs(shift) <= reach)
  return near.length === 0
    ? null
    : near.reduce((best, shift) => (Math.abs(shift) < Math.abs(best) ? shift : best))
}

/** Each line that what is dragged shares with others once it is shifted, from the first of them to the last. */
function guidesOf(
  axis: 'x' | 'y',
  moving: Lines,
  others: readonly Lines[],
  shift: number,
  across: number,
): Guide[] {
  const own = axis === 'x' ? moving.xs : moving.ys
  return own.flatMap((line, index): Guide[] => {
    if (line === null) return []
    const at = line + shift
    const sharing = others.filter((other) => {
      const theirs = (axis === 'x' ? other.xs : other.ys)[index] ?? null
      return theirs !== null && Math.abs(theirs - at) < 0.5
    })
    if (sharing.length === 0) return []
    const spans = sharing.map(({ box }) => spanOf(axis, box))
    const mine = spanOf(axis, moving.box)
    return [
      {
        axis,
        at,
        from: Math.min(mine.from + across, ...spans.map((span) => span.from)),
        to: Math.max(mine.to + across, ...spans.map((span) => span.to)),
      },
    ]
  })
}

function spanOf(axis: 'x' | 'y', box: Box): { from: number; to: number } {
  return axis === 'x' ? { from: box.y, to: box.y + box.height } : { from: box.x, to: box.x + box.width }
}
