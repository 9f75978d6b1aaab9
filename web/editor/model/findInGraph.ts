import type { Graph } from '../../../shared/graph/graph.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import { pointerOf } from './jsonPointer.ts'

export type Found = { node: Node; field: string; excerpt: string }

const limit = 50
const around = 24

/** Every place in the nodes' properties where the text stands, whatever its case; all titles for no text. */
export function findInGraph(graph: Graph, text: string): Found[] {
  const wanted = text.trim().toLowerCase()
  const found: Found[] = []
  const visit = (node: Node, value: unknown, path: readonly (string | number)[]): void => {
    if (found.length >= limit) return
    if (typeof value === 'object' && value !== null) {
      const entries = Array.isArray(value) ? value.entries() : Object.entries(value)
      for (const [key, child] of entries) visit(node, child, [...path, key])
      return
    }
    const words = String(value)
    const at = words.toLowerCase().indexOf(wanted)
    if (at < 0 || (wanted === '' && path[0] !== 'title')) return
    found.push({ node, field: pointerOf(...path), excerpt: excerptOf(words, at, wanted.length) })
  }
  for (const node of graph.nodes) {
    visit(node, node.title, ['title'])
    if (wanted === '') continue
    const { title: _, ...rest } = node
    visit(node, rest, [])
  }
  return found
}

/** The words around a place, with an ellipsis where some were left out. */
function excerptOf(words: string, at: number, length: number): string {
  const [from, to] = [Math.max(0, at - around), at + length + around * 2]
  return `${from > 0 ? '…' : ''}${words.slice(from, to)}${to < words.length ? '…' : ''}`
}
