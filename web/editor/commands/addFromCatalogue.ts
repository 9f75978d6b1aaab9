import type { Graph } from '../../../shared/graph/graph.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import { nodeOf } from '../model/connect.ts'
import {
  addNode,
  addNodeAtPort,
  addNodeBeforePort,
  freePosition,
  insertAfter,
  spliceNode,
} from '../model/insertNode.ts'
import { type CatalogueEntry, nodeCatalogue } from '../model/nodeCatalogue.ts'
import { uniqueId } from '../model/uniqueId.ts'
import type { EditorState } from '../store/editorState.ts'
import type { Prompt } from '../store/viewSlice.ts'
import { always, type Command, primaryNode } from './command.ts'

type Wish = Omit<Extract<Prompt, { type: 'add' }>, 'type'>

/** Adds a node where the wish says: at a wire's end or start, into a wire, at a place, else after the selected node. */
export function addFromCatalogue(state: EditorState, entry: CatalogueEntry, wish: Wish = {}): void {
  const taken = state.graph.nodes.map((each) => each.id)
  const id = uniqueId(entry.base, taken)
  const node = entry.make(id, state.workspace.hosts?.[0])
  state.edit(`Added ${inSentence(entry.title)}`, (graph) => placed(graph, node, wish, state), {
    select: { nodes: [node.id] },
  })
  state.canvas?.reveal([node.id])
}

function placed(graph: Graph, node: Node, wish: Wish, state: EditorState): Graph {
  const at = freePosition(graph, wish.at ?? state.canvas?.centre() ?? { x: 0, y: 0 }, node)
  if (wish.from) return addNodeAtPort(graph, node, at, wish.from)
  if (wish.to) return addNodeBeforePort(graph, node, at, wish.to)
  if (wish.edge) return spliceNode(addNode(graph, node, at), wish.edge, node.id) ?? addNode(graph, node, at)
  const after = wish.at ? null : primaryNode(state)
  return after !== null && nodeOf(graph, after) ? insertAfter(graph, node, after) : addNode(graph, node, at)
}

/** A title inside a sentence: “HTTP action” keeps its capitals. */
function inSentence(title: string): string {
  return title.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())
}

/** One command for each thing that can be added. */
export const addCommands: readonly Command[] = nodeCatalogue.map((entry) => ({
  id: `add-${entry.key}`,
  title: `Add ${inSentence(entry.title)}`,
  group: 'Add',
  keys: [],
  scope: 'everywhere',
  enabled: always,
  perform: (state) => addFromCatalogue(state, entry),
}))
