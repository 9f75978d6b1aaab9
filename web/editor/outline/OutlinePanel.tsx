import { ChevronDown, ChevronUp } from 'lucide-react'
import { useMemo, useState } from 'react'
import { ContextMenu } from '../../ui/ContextMenu.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { useNodeMenu } from '../keys/useNodeMenu.ts'
import { depths } from '../model/edgeRole.ts'
import { CatalogueList } from '../palette/CatalogueList.tsx'
import { useEditor, useEditorShallow, useEditorStore } from '../store/EditorContext.ts'
import { AsideRows } from './AsideRows.tsx'
import { OutlineRow } from './OutlineRow.tsx'

/** The loop as an indented list that can do what the canvas can, and below it what can be added. */
export function OutlinePanel() {
  const store = useEditorStore()
  // Only which nodes and wires there are decides the order: a title or a place that changes sorts nothing.
  const ids = useEditorShallow((state) => state.graph.nodes.map((node) => node.id))
  const edges = useEditor((state) => state.graph.edges)
  const rows = useMemo(() => {
    const depth = depths({ ...store.getState().graph, edges })
    return ids
      .map((id) => ({ id, depth: depth.get(id) ?? 0 }))
      .toSorted((one, other) => one.depth - other.depth)
  }, [store, ids, edges])
  const menu = useNodeMenu()
  return (
    <div data-region="outline" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <Panel title="Outline" count={rows.length}>
        {rows.length === 0 ? (
          <p className="px-3 py-2 text-xs text-fg-2">Nodes appear here as you add them.</p>
        ) : (
          <ContextMenu items={menu}>
            <ul aria-label="Nodes" className="py-1">
              {rows.map((row, index) => (
                <OutlineRow key={row.id} id={row.id} depth={Math.min(row.depth, 6)} first={index === 0} />
              ))}
            </ul>
          </ContextMenu>
        )}
        <AsideRows />
      </Panel>
      <AddPanel />
    </div>
  )
}

/** Where the browser remembers that the list of what can be added is folded. */
const foldedKey = 'pavane.add.folded'

function AddPanel() {
  const [open, setOpen] = useState(() => localStorage.getItem(foldedKey) === null)
  const toggle = () => {
    setOpen(!open)
    if (open) localStorage.setItem(foldedKey, 'yes')
    else localStorage.removeItem(foldedKey)
  }
  return (
    <Panel
      title="Add"
      className="max-h-1/2 flex-none border-t border-line-1"
      aside={
        <IconButton
          size="sm"
          label={open ? 'Fold what can be added' : 'Show what can be added'}
          aria-expanded={open}
          icon={open ? <ChevronDown aria-hidden /> : <ChevronUp aria-hidden />}
          onClick={toggle}
        />
      }
    >
      {open && <CatalogueList />}
    </Panel>
  )
}
