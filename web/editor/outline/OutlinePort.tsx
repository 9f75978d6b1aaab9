import { CircleAlert, CornerDownRight, Undo2 } from 'lucide-react'
import { cx } from '../../ui/cx.ts'
import { nodeOf } from '../model/connect.ts'
import { edgeRoles } from '../model/edgeRole.ts'
import type { OutlineRow } from '../model/outlineRows.ts'
import { useEditor } from '../store/EditorContext.ts'

type PortRow = Exclude<OutlineRow, { type: 'node' }>
type OutlinePortProps = { row: PortRow; current: boolean }

/** A wire that leaves an open node, or a port of it that leads nowhere. */
export function OutlinePort({ row, current }: OutlinePortProps) {
  const selected = useEditor((state) => row.type === 'wire' && state.selection.edges.includes(row.edge))
  const to = useEditor((state) =>
    row.type === 'wire' ? nodeOf(state.graph, row.to)?.title || 'Untitled' : null,
  )
  const back = useEditor((state) => row.type === 'wire' && edgeRoles(state.graph).get(row.edge) === 'loop')
  const problem = useEditor(
    (state) =>
      state.diagnostics.find(
        ({ at, severity }) => severity === 'error' && at.node === row.node && at.port === row.port,
      )?.message,
  )
  const Icon = back ? Undo2 : CornerDownRight
  return (
    <li
      role="treeitem"
      aria-level={2}
      aria-selected={selected}
      data-key={row.key}
      tabIndex={current ? 0 : -1}
      className={cx(
        'flex h-6 w-full cursor-default select-none items-center gap-1.5 pr-2 text-left text-xs text-fg-2 hover:bg-surface-2 focus-visible:-outline-offset-2',
        selected && 'bg-accent-soft text-fg-1',
      )}
      style={{ paddingLeft: 12 + Math.min(row.depth, 7) * 10 }}
    >
      <Icon aria-hidden className="size-3 shrink-0 text-fg-3" />
      <code className="font-mono">{row.port}</code>
      <span className="min-w-0 flex-1 truncate">
        <span className="sr-only">{back ? ' back to ' : to === null ? ' ' : ' to '}</span>
        {to ?? <span className="text-fg-3">leads nowhere</span>}
      </span>
      {problem && <CircleAlert role="img" aria-label={problem} className="size-3.5 shrink-0 text-danger" />}
    </li>
  )
}
