import type { KeyboardEvent } from 'react'
import { deleteSelection } from '../commands/deleteSelection.ts'
import type { OutlineRow } from '../model/outlineRows.ts'
import { useEditorStore } from '../store/EditorContext.ts'
import type { Outline } from './useOutline.ts'

/**
 * The keys of the list: arrows walk and open, Enter goes to a node's fields, along a wire or adds at a port, Delete takes out, F2 renames. What it
 * doesn't know goes on to the commands that the canvas has.
 */
export function useOutlineKeys(outline: Outline, rename: (node: string) => void) {
  const store = useEditorStore()
  const { rows, go, setOpen } = outline
  const enter = (row: OutlineRow) => {
    if (row.type === 'node') store.getState().goTo(row.node, '/title')
    else if (row.type === 'wire') go(rows.find((each) => each.type === 'node' && each.node === row.to))
    else store.getState().open({ type: 'add', from: { node: row.node, port: row.port } })
  }
  const right = (row: OutlineRow, next: OutlineRow | undefined) => {
    if (row.type !== 'node') return
    if (!row.open) setOpen(row.node, true)
    else if (next && next.type !== 'node') go(next)
  }
  const left = (row: OutlineRow) => {
    if (row.type === 'node' && row.open) return setOpen(row.node, false)
    if (row.type !== 'node') return go(rows.find(({ key }) => key === row.node))
    const before = store.getState().graph.edges.find(({ to }) => to.node === row.node)?.from.node
    go(rows.find(({ key }) => key === before))
  }
  const remove = (row: OutlineRow) => {
    const state = store.getState()
    if (row.type === 'port') return state.announce('No wire leaves this port')
    if (row.type === 'wire') state.select({ edges: [row.edge] })
    else if (!state.selection.nodes.includes(row.node)) state.select({ nodes: [row.node] })
    void deleteSelection.perform(store.getState())
  }
  return (event: KeyboardEvent<HTMLElement>) => {
    const key = event.target instanceof HTMLElement ? event.target.dataset['key'] : undefined
    const at = rows.findIndex((row) => row.key === key)
    const row = rows[at]
    if (!row || event.altKey) return
    const plain = !event.ctrlKey && !event.metaKey
    const act: Record<string, (() => void) | undefined> = {
      ArrowDown: () => go(rows[at + 1], event.shiftKey),
      ArrowUp: () => go(rows[at - 1], event.shiftKey),
      Home: () => go(rows[0]),
      End: () => go(rows.at(-1)),
      ArrowRight: plain ? () => right(row, rows[at + 1]) : undefined,
      ArrowLeft: plain ? () => left(row) : undefined,
      Enter: plain ? () => enter(row) : undefined,
      Delete: () => remove(row),
      Backspace: () => remove(row),
      F2: () => rename(row.node),
      a:
        plain && row.type === 'wire'
          ? () => store.getState().open({ type: 'add', edge: row.edge })
          : undefined,
      c:
        plain && row.type !== 'node'
          ? () => store.getState().open({ type: 'connect', node: row.node })
          : undefined,
    }
    const does = act[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (!does) return
    event.preventDefault()
    does()
  }
}
