import { ChevronDown, ChevronUp } from 'lucide-react'
import { useState } from 'react'
import { ContextMenu } from '../../ui/ContextMenu.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { useSelectionMenu } from '../keys/useSelectionMenu.ts'
import { CatalogueList } from '../palette/CatalogueList.tsx'
import { useEditor } from '../store/EditorContext.ts'
import { AsideRows } from './AsideRows.tsx'
import { OutlineTree } from './OutlineTree.tsx'

/** The loop as an indented list that can do what the canvas can, and below it what can be added. */
export function OutlinePanel() {
  const count = useEditor((state) => state.graph.nodes.length)
  const menu = useSelectionMenu()
  return (
    <div data-region="outline" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <Panel title="Outline" count={count}>
        {count === 0 ? (
          <p className="px-3 py-2 text-xs text-fg-2">Nodes appear here as you add them.</p>
        ) : (
          <ContextMenu items={menu}>
            <div>
              <OutlineTree />
            </div>
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
