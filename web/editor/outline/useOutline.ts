import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { nodeOf } from '../model/connect.ts'
import { type OutlineRow, outlineRows } from '../model/outlineRows.ts'
import { useEditor, useEditorShallow, useEditorStore } from '../store/EditorContext.ts'
import type { Selection } from '../store/selectionSlice.ts'

export type Outline = {
  rows: readonly OutlineRow[]
  /** The line that Tab reaches: it follows what is selected. */
  current: OutlineRow | undefined
  setOpen: (node: string, open: boolean) => void
  /** Goes to a line and selects what it stands for; `also` keeps the nodes that are selected. */
  go: (row: OutlineRow | undefined, also?: boolean) => void
}

/** The lines in sight, which of them has the focus when the list has it, and the way from one to another. */
export function useOutline(root: RefObject<HTMLElement | null>): Outline {
  const store = useEditorStore()
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const [visited, setVisited] = useState<string | null>(null)
  // Only which nodes and wires there are decides the order: a title or a place that changes sorts nothing.
  const ids = useEditorShallow((state) => state.graph.nodes.map((node) => node.id))
  const edges = useEditor((state) => state.graph.edges)
  const selection = useEditor((state) => state.selection)
  const rows = useMemo(() => {
    const { graph } = store.getState()
    const nodes = ids.flatMap((id) => nodeOf(graph, id) ?? [])
    return outlineRows(nodes, edges, opened)
  }, [store, ids, edges, opened])
  const [place, setPlace] = useState(0)
  const found = currentRow(rows, visited, selection)
  const current = found ?? rows[Math.min(place, rows.length - 1)]
  useFollowingFocus(root, current)
  return {
    rows,
    current,
    setOpen: (node, open) =>
      setOpened((before) => {
        const next = new Set(before)
        if (open) next.add(node)
        else next.delete(node)
        return next
      }),
    go: (row, also = false) => {
      if (!row) return
      setVisited(row.key)
      setPlace(rows.indexOf(row))
      const state = store.getState()
      const kept = also ? state.selection.nodes.filter((id) => id !== row.node) : []
      state.select(row.type === 'wire' ? { edges: [row.edge] } : { nodes: [...kept, row.node] })
      state.canvas?.reveal(row.type === 'wire' ? [row.node, row.to] : [row.node])
    },
  }
}

function currentRow(rows: readonly OutlineRow[], visited: string | null, { nodes, edges }: Selection) {
  const isSelected = (row: OutlineRow) =>
    row.type === 'wire' ? edges.includes(row.edge) : row.node === nodes.at(-1)
  return (
    rows.find((row) => row.key === visited && isSelected(row)) ??
    rows.find((row) => row.type === 'wire' && edges.at(-1) === row.edge) ??
    rows.find((row) => row.type === 'node' && row.node === nodes.at(-1))
  )
}

/** While the list has the focus, so has its current line, also when the line that had it is gone; and so when the outline is asked for. */
function useFollowingFocus(root: RefObject<HTMLElement | null>, current: OutlineRow | undefined): void {
  const asks = useEditor((state) => state.outlineAsks)
  const answered = useRef(asks)
  const held = useRef<Element | null>(null)
  useEffect(() => {
    const list = root.current
    const active = document.activeElement
    const line = list?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]')
    const inLine = active?.getAttribute('role') === 'treeitem' && list?.contains(active)
    const lost = held.current !== null && !held.current.isConnected && active === document.body
    const asked = answered.current !== asks
    answered.current = asks
    if (line && line !== active && (inLine || lost || asked)) line.focus()
    held.current = list?.contains(document.activeElement) ? document.activeElement : null
  }, [root, current, asks])
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      held.current = target instanceof Element && root.current?.contains(target) ? target : null
    }
    document.addEventListener('focusin', remember)
    return () => document.removeEventListener('focusin', remember)
  }, [root])
}
