import { Ban, ChevronDown, ChevronRight, CircleAlert, TriangleAlert } from 'lucide-react'
import { useId } from 'react'
import { cx } from '../../ui/cx.ts'
import { KindIcon, kindLooks } from '../../ui/KindIcon.tsx'
import { nodeOf } from '../model/connect.ts'
import { counted } from '../model/counted.ts'
import { isDisabled } from '../model/disabling.ts'
import { wiresInWords } from '../model/outlineRows.ts'
import { TitleInput } from '../nodes/TitleInput.tsx'
import { problemCounts } from '../problems/problemCounts.ts'
import { useEditor } from '../store/EditorContext.ts'
import { OutlineTrialMark } from './OutlineTrialMark.tsx'
import type { Outline } from './useOutline.ts'

type OutlineNodeProps = {
  id: string
  depth: number
  open: boolean
  current: boolean
  renaming: boolean
  onOpen: Outline['setOpen']
  onRenamed: (node: string, title: string | null) => void
}

/** A node in the outline. */
export function OutlineNode(props: OutlineNodeProps) {
  const { id, depth, open, current, renaming, onOpen, onRenamed } = props
  const node = useEditor((state) => nodeOf(state.graph, id))
  const selected = useEditor((state) => state.selection.nodes.includes(id))
  const errors = useEditor((state) => problemCounts(state).get(id)?.errors ?? 0)
  const warnings = useEditor((state) => problemCounts(state).get(id)?.warnings ?? 0)
  // Read out for the line that has the focus; the others need not be kept up to date.
  const wires = useEditor((state) => (current ? wiresInWords(state.graph, id) : undefined))
  const wiresId = useId()
  if (!node) return null
  const Chevron = open ? ChevronDown : ChevronRight
  return (
    <li
      role="treeitem"
      aria-level={1}
      aria-expanded={node.kind === 'outcome' ? undefined : open}
      aria-selected={selected}
      aria-describedby={wires === undefined ? undefined : wiresId}
      data-key={id}
      tabIndex={current ? 0 : -1}
      className={cx(
        'group/row flex h-7 w-full cursor-default select-none items-center gap-1.5 pr-1 text-left text-sm hover:bg-surface-2 focus-visible:-outline-offset-2',
        selected && 'bg-accent-soft',
      )}
      style={{ paddingLeft: 8 + depth * 10 }}
    >
      {wires !== undefined && (
        <span id={wiresId} hidden>
          {wires}
        </span>
      )}
      <KindIcon kind={node.kind} />
      <span className="sr-only">{kindLooks[node.kind].label} </span>
      {renaming ? (
        <TitleInput
          title={node.title}
          onDone={(title) => onRenamed(id, title)}
          onCancel={() => onRenamed(id, null)}
        />
      ) : (
        <span className="min-w-0 flex-1 truncate">{node.title || 'Untitled'}</span>
      )}
      {isDisabled(node) && <Ban role="img" aria-label="disabled" className="size-3.5 shrink-0 text-fg-2" />}
      <OutlineTrialMark node={id} />
      {errors > 0 && (
        <CircleAlert
          role="img"
          aria-label={counted(errors, 'error')}
          className="size-3.5 shrink-0 text-danger"
        />
      )}
      {errors === 0 && warnings > 0 && (
        <TriangleAlert
          role="img"
          aria-label={counted(warnings, 'warning')}
          className="size-3.5 shrink-0 text-warning"
        />
      )}
      {node.kind !== 'outcome' && (
        // For the mouse; the keyboard has the arrows.
        <span
          aria-hidden
          title={open ? 'Fold the wires' : 'Show the wires'}
          className={cx(
            'flex size-6 shrink-0 items-center justify-center rounded-sm text-fg-3 hover:text-fg-1',
            !open && !selected && 'opacity-0 group-hover/row:opacity-100',
          )}
          onClick={(event) => {
            event.stopPropagation()
            onOpen(id, !open)
          }}
        >
          <Chevron className="size-3.5" />
        </span>
      )}
    </li>
  )
}
