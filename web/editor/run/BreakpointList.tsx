import { CircleDot, X } from 'lucide-react'
import { IconButton } from '../../ui/IconButton.tsx'
import { nodeOf } from '../model/connect.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import type { BreakpointAt } from '../store/trySlice.ts'

/** The breakpoints by name, each to go to and to remove. Those of nodes and wires that are gone are not shown. */
export function BreakpointList() {
  const store = useEditorStore()
  const graph = useEditor((state) => state.graph)
  const breakpoints = useEditor((state) => state.breakpoints)
  const title = (node: string) => nodeOf(graph, node)?.title || node
  const nodes = breakpoints.nodes.flatMap((id) => {
    const point: BreakpointAt = { at: 'node', id }
    return nodeOf(graph, id) ? [{ point, words: title(id), reveal: [id] }] : []
  })
  const edges = breakpoints.edges.flatMap((id) => {
    const edge = graph.edges.find((each) => each.id === id)
    if (!edge) return []
    const { from, to } = edge
    const point: BreakpointAt = { at: 'edge', id }
    return [{ point, words: `${title(from.node)} → ${title(to.node)}`, reveal: [from.node, to.node] }]
  })
  const all = [...nodes, ...edges]
  if (all.length === 0) return null
  const go = (point: BreakpointAt, reveal: string[]) => {
    const { select, canvas } = store.getState()
    select(point.at === 'node' ? { nodes: [point.id] } : { edges: [point.id] })
    canvas?.reveal(reveal)
  }
  return (
    <section aria-label="Breakpoints" className="mt-3 flex flex-col gap-1">
      <h3 className="text-xs font-medium text-fg-2">Breakpoints</h3>
      <ul className="flex flex-col">
        {all.map(({ point, words, reveal }) => (
          <li key={`${point.at} ${point.id}`} className="flex items-center gap-1 text-sm">
            <CircleDot aria-hidden className="size-3.5 shrink-0 text-danger" />
            <button
              type="button"
              className="min-h-6 min-w-0 flex-1 truncate rounded-sm px-1 text-left hover:bg-surface-2"
              onClick={() => go(point, reveal)}
            >
              {words}
            </button>
            <IconButton
              size="sm"
              label={`Remove the breakpoint on ${words}`}
              icon={<X aria-hidden />}
              onClick={() => store.getState().toggleBreakpoint(point)}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
