import { CircleAlert, TriangleAlert } from 'lucide-react'
import { type KeyboardEvent, memo } from 'react'
import { cx } from '../../ui/cx.ts'
import { KindIcon, kindLooks } from '../../ui/KindIcon.tsx'
import { deleteSelection } from '../commands/deleteSelection.ts'
import { nodeOf } from '../model/connect.ts'
import { problemCounts } from '../problems/problemCounts.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'

type OutlineRowProps = { id: string; depth: number; first: boolean }

/** A node in the outline. Up and Down move, Enter goes to its fields, the context menu has the rest. */
export const OutlineRow = memo(function OutlineRow({ id, depth, first }: OutlineRowProps) {
  const store = useEditorStore()
  const node = useEditor((state) => nodeOf(state.graph, id))
  const selected = useEditor((state) => state.selection.nodes.includes(id))
  const entry = useEditor(
    (state) => state.selection.nodes.at(-1) === id || (first && state.selection.nodes.length === 0),
  )
  const errors = useEditor((state) => problemCounts(state).get(id)?.errors ?? 0)
  const warnings = useEditor((state) => problemCounts(state).get(id)?.warnings ?? 0)
  if (!node) return null
  const select = () => {
    store.getState().select({ nodes: [id] })
    store.getState().canvas?.reveal([id])
  }
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      step(event.currentTarget, event.key === 'ArrowDown' ? 1 : -1)
    }
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      select()
      step(event.currentTarget, -1)
      void deleteSelection.perform(store.getState())
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      store.getState().goTo(id, '/title')
    }
  }
  return (
    <li>
      <button
        type="button"
        aria-current={selected ? 'true' : undefined}
        tabIndex={entry ? 0 : -1}
        onClick={select}
        onContextMenu={() => {
          if (!store.getState().selection.nodes.includes(id)) select()
        }}
        onFocus={select}
        onKeyDown={onKeyDown}
        className={cx(
          'flex h-7 w-full items-center gap-1.5 pr-2 text-left text-sm hover:bg-surface-2 focus-visible:-outline-offset-2',
          selected && 'bg-accent-soft',
        )}
        style={{ paddingLeft: 8 + depth * 10 }}
      >
        <KindIcon kind={node.kind} />
        <span className="min-w-0 flex-1 truncate">
          <span className="sr-only">{kindLooks[node.kind].label} </span>
          {node.title || 'Untitled'}
        </span>
        {errors > 0 && (
          <CircleAlert role="img" aria-label={`${errors} errors`} className="size-3.5 text-danger" />
        )}
        {errors === 0 && warnings > 0 && (
          <TriangleAlert role="img" aria-label={`${warnings} warnings`} className="size-3.5 text-warning" />
        )}
      </button>
    </li>
  )
})

function step(from: HTMLElement, by: number) {
  const rows = [...(from.closest('ul')?.querySelectorAll('button') ?? [])]
  rows[rows.indexOf(from as HTMLButtonElement) + by]?.focus()
}
