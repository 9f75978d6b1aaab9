import { type MouseEvent, useId, useRef, useState } from 'react'
import { useSlices } from '../../ui/useSlices.ts'
import { useEditorStore } from '../store/EditorContext.ts'
import { OutlineNode } from './OutlineNode.tsx'
import { OutlinePort } from './OutlinePort.tsx'
import { useOutline } from './useOutline.ts'
import { useOutlineKeys } from './useOutlineKeys.ts'

const help =
  'Arrows walk and open. Enter goes to a node’s fields, along a wire, or adds at a port. A adds, C connects, M moves, F2 renames, Delete takes out.'

/** Lines that are drawn at once, more than fit in sight, and those that follow in one go. */
const slices = { first: 60, step: 100 }

/** The nodes and, under each that is open, its wires: everything that can be done on the canvas, from the keyboard. */
export function OutlineTree() {
  const store = useEditorStore()
  const root = useRef<HTMLUListElement>(null)
  const outline = useOutline(root)
  const [renaming, setRenaming] = useState<string | null>(null)
  const onKeyDown = useOutlineKeys(outline, setRenaming)
  const description = useId()
  const sliced = useSlices(outline.rows.length, slices)
  // The line that has the focus is there in any case.
  const drawn = outline.rows.slice(
    0,
    Math.max(sliced, outline.current ? outline.rows.indexOf(outline.current) + 1 : 0),
  )
  const rowOf = ({ target }: MouseEvent) => {
    const line = target instanceof Element ? target.closest<HTMLElement>('[data-key]') : null
    return outline.rows.find(({ key }) => key === line?.dataset['key'])
  }
  const onClick = (event: MouseEvent) => {
    if (event.target instanceof HTMLInputElement) return
    outline.go(rowOf(event), event.shiftKey || event.ctrlKey || event.metaKey)
  }
  const onContextMenu = (event: MouseEvent) => {
    const row = rowOf(event)
    if (row?.type !== 'node' || !store.getState().selection.nodes.includes(row.node)) outline.go(row)
  }
  const endRename = (node: string, title: string | null) => {
    setRenaming(null)
    if (title !== null) store.getState().write(node, '/title', title, `Renamed to “${title}”`)
    store.getState().focusOutline()
  }
  return (
    <>
      <p id={description} hidden>
        {help}
      </p>
      <ul
        ref={root}
        role="tree"
        aria-label="Nodes"
        aria-multiselectable
        aria-describedby={description}
        className="py-1"
        onClick={onClick}
        onContextMenu={onContextMenu}
        onKeyDown={onKeyDown}
      >
        {drawn.map((row) =>
          row.type === 'node' ? (
            <OutlineNode
              key={row.key}
              id={row.node}
              depth={Math.min(row.depth, 6)}
              open={row.open}
              current={row === outline.current}
              renaming={renaming === row.node}
              onOpen={outline.setOpen}
              onRenamed={endRename}
            />
          ) : (
            <OutlinePort key={row.key} row={row} current={row === outline.current} />
          ),
        )}
      </ul>
    </>
  )
}
