import { z } from 'zod'
import { Edge } from '../../../shared/graph/edge.ts'
import { emptyGraph } from '../../../shared/graph/emptyGraph.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { CanvasGroup, CanvasNote, Position } from '../../../shared/graph/layout.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import { addGroups, groupsOf } from './groups.ts'
import { addNotes, notesOf } from './notes.ts'
import { readGraph } from './readGraph.ts'
import { renameReferences } from './references.ts'
import { uniqueId } from './uniqueId.ts'

const fragmentFormat = 'pavane.fragment/1'

/** Part of a graph as the clipboard holds it. Its nodes are read by the graph's own rules. */
const Fragment = z.strictObject({
  format: z.literal(fragmentFormat),
  nodes: z.array(z.json()).max(1000),
  edges: z.array(Edge),
  positions: z.record(z.string(), Position),
  notes: z.array(CanvasNote).max(200).optional(),
  groups: z.array(CanvasGroup).max(200).optional(),
})

export type Pasted = { graph: Graph; nodes: string[]; notes: string[] }

/**
 * The nodes and notes with these ids, as text to paste elsewhere: with the wires among them, their places, and the groups that are
 * chosen whole.
 */
export function fragmentText(graph: Graph, ids: readonly string[], noteIds: readonly string[] = []): string {
  const chosen = new Set(ids)
  const notes = notesOf(graph).filter((note) => noteIds.includes(note.id))
  const groups = groupsOf(graph).filter((group) => group.nodes.every((id) => chosen.has(id)))
  return JSON.stringify(
    {
      format: fragmentFormat,
      nodes: graph.nodes.filter((node) => chosen.has(node.id)),
      edges: graph.edges.filter((edge) => chosen.has(edge.from.node) && chosen.has(edge.to.node)),
      positions: Object.fromEntries(Object.entries(graph.layout.positions).filter(([id]) => chosen.has(id))),
      ...(notes.length > 0 ? { notes } : {}),
      ...(groups.length > 0 ? { groups } : {}),
    },
    null,
    2,
  )
}

/** Adds a copied part under fresh ids, or says why the text is none. */
export function pasteFragment(
  graph: Graph,
  text: string,
  offset: Position,
): { ok: true; pasted: Pasted } | { ok: false; reason: string } {
  const parsed = Fragment.safeParse(parseJson(text))
  const empty = parsed.success && parsed.data.nodes.length + (parsed.data.notes?.length ?? 0) === 0
  if (!parsed.success || empty) return { ok: false, reason: 'The clipboard holds no nodes of a loop' }
  const read = readGraph({ ...emptyGraph('x', 'x'), nodes: parsed.data.nodes })
  if (!read.ok)
    return { ok: false, reason: `The copied nodes can’t be read: ${read.faults[0]?.message ?? ''}` }
  return { ok: true, pasted: placeCopies(graph, read.graph.nodes, parsed.data, offset) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function placeCopies(
  graph: Graph,
  nodes: Node[],
  fragment: z.infer<typeof Fragment>,
  offset: Position,
): Pasted {
  const taken = new Set(graph.nodes.map((node) => node.id))
  const newId = new Map<string, string>()
  for (const node of nodes) {
    const id = uniqueId(node.id, taken)
    taken.add(id)
    newId.set(node.id, id)
  }
  const rename = (id: string) => newId.get(id) ?? id
  const copies = nodes.map((node) => ({ ...renameReferences(node, rename), id: rename(node.id) }))
  const edges = fragment.edges
    .filter((edge) => newId.has(edge.from.node) && newId.has(edge.to.node))
    .map((edge): Edge => {
      const from = { ...edge.from, node: rename(edge.from.node) }
      const to = { ...edge.to, node: rename(edge.to.node) }
      return { id: `${from.node}.${from.port}-${to.node}.${to.port}`, from, to }
    })
  const positions = Object.fromEntries(
    nodes.map((node) => {
      const at = fragment.positions[node.id] ?? { x: 0, y: 0 }
      return [rename(node.id), { x: at.x + offset.x, y: at.y + offset.y }]
    }),
  )
  const placed = {
    ...graph,
    nodes: [...graph.nodes, ...copies],
    edges: [...graph.edges, ...edges],
    layout: { ...graph.layout, positions: { ...graph.layout.positions, ...positions } },
  }
  const groups = (fragment.groups ?? []).flatMap((group) => {
    const members = group.nodes.flatMap((id) => newId.get(id) ?? [])
    return members.length > 0 ? [{ ...group, nodes: members }] : []
  })
  const notes = copiedNotes(graph, fragment.notes ?? [], offset)
  return {
    graph: addNotes(addGroups(placed, groups), notes),
    nodes: copies.map((node) => node.id),
    notes: notes.map((note) => note.id),
  }
}

function copiedNotes(graph: Graph, notes: readonly CanvasNote[], offset: Position): CanvasNote[] {
  const taken = new Set(notesOf(graph).map((note) => note.id))
  return notes.map((note) => {
    const id = uniqueId(note.id, taken)
    taken.add(id)
    return { ...note, id, x: note.x + offset.x, y: note.y + offset.y }
  })
}
