import { useMemo } from 'react'
import { Panel } from '../../ui/Panel.tsx'
import { depths } from '../model/edgeRole.ts'
import { CatalogueList } from '../palette/CatalogueList.tsx'
import { useEditor } from '../store/EditorContext.ts'
import { OutlineRow } from './OutlineRow.tsx'

/** The loop as an indented list that can do what the canvas can, and below it what can be added. */
export function OutlinePanel() {
  const nodes = useEditor((state) => state.graph.nodes)
  const edges = useEditor((state) => state.graph.edges)
  const graph = useEditor((state) => state.graph)
  const rows = useMemo(() => {
    const depth = depths({ ...graph, nodes, edges })
    return nodes
      .map((node) => ({ id: node.id, depth: depth.get(node.id) ?? 0 }))
      .toSorted((one, other) => one.depth - other.depth)
    // Only nodes and wires decide the order; a move on the canvas must not sort again.
    // oxlint-disable-next-line react/exhaustive-deps -- graph is read for its type alone
  }, [nodes, edges])
  return (
    <div data-region="outline" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <Panel title="Outline" count={rows.length} className="flex-1">
        {rows.length === 0 ? (
          <p className="px-3 py-2 text-xs text-fg-2">Nodes appear here as you add them.</p>
        ) : (
          <ul aria-label="Nodes" className="py-1">
            {rows.map((row, index) => (
              <OutlineRow key={row.id} id={row.id} depth={Math.min(row.depth, 6)} first={index === 0} />
            ))}
          </ul>
        )}
      </Panel>
      <Panel title="Add" className="max-h-1/2 flex-none border-t border-line-1">
        <CatalogueList />
      </Panel>
    </div>
  )
}
