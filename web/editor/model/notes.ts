import type { Graph } from '../../../shared/graph/graph.ts'
import type { CanvasNote, Position } from '../../../shared/graph/layout.ts'
import { cardHeight, cardWidth, grid } from './geometry.ts'

const none: readonly CanvasNote[] = []

/** The notes on the canvas of a graph. */
export function notesOf(graph: Graph): readonly CanvasNote[] {
  return graph.layout.notes ?? none
}

export function noteOf(graph: Graph, id: string): CanvasNote | undefined {
  return notesOf(graph).find((note) => note.id === id)
}

export function addNotes(graph: Graph, notes: readonly CanvasNote[]): Graph {
  return notes.length === 0 ? graph : withNotes(graph, [...notesOf(graph), ...notes])
}

export function changeNote(graph: Graph, id: string, change: Partial<Omit<CanvasNote, 'id'>>): Graph {
  return withNotes(
    graph,
    notesOf(graph).map((note) => (note.id === id ? { ...note, ...change } : note)),
  )
}

export function removeNotes(graph: Graph, ids: readonly string[]): Graph {
  if (ids.length === 0) return graph
  return withNotes(
    graph,
    notesOf(graph).filter((note) => !ids.includes(note.id)),
  )
}

export function moveNotes(graph: Graph, places: Readonly<Record<string, Position>>): Graph {
  if (Object.keys(places).length === 0) return graph
  return withNotes(
    graph,
    notesOf(graph).map((note) => ({ ...note, ...places[note.id] })),
  )
}

/** The nearest place at or below the wish where a note covers no card and no other note, on the grid. */
export function freeNotePlace(
  graph: Graph,
  wish: Position,
  size: { width: number; height: number },
): Position {
  const cards = graph.nodes.flatMap((node) => {
    const at = graph.layout.positions[node.id]
    return at ? [{ ...at, width: cardWidth, height: cardHeight(node.kind) }] : []
  })
  const x = Math.round(wish.x / grid) * grid
  let y = Math.round(wish.y / grid) * grid
  const covers = () =>
    [...cards, ...notesOf(graph)].some(
      (box) =>
        x < box.x + box.width + grid &&
        box.x < x + size.width + grid &&
        y < box.y + box.height + grid &&
        box.y < y + size.height + grid,
    )
  while (covers()) y += grid
  return { x, y }
}

/** The first line of a note, to name it by. */
export function noteTitle(note: CanvasNote): string {
  const [line = ''] = note.text.trim().split('\n')
  return line === '' ? 'Empty note' : line.length > 60 ? `${line.slice(0, 59)}…` : line
}

function withNotes(graph: Graph, notes: CanvasNote[]): Graph {
  const { notes: _, ...layout } = graph.layout
  return { ...graph, layout: notes.length === 0 ? layout : { ...layout, notes } }
}
