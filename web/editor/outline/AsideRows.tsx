import { ChevronDown, ChevronRight, StickyNote } from 'lucide-react'
import { cx } from '../../ui/cx.ts'
import { toggleGroup } from '../commands/groups.ts'
import { counted } from '../model/counted.ts'
import { groupsOf } from '../model/groups.ts'
import { notesOf, noteTitle } from '../model/notes.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'

const row =
  'flex h-7 w-full items-center gap-1.5 px-2 text-left text-sm hover:bg-surface-2 focus-visible:-outline-offset-2'

/** The groups and notes of the canvas, below its nodes. A group selects its nodes; its arrow folds it. */
export function AsideRows() {
  const groups = useEditor((state) => groupsOf(state.graph))
  const notes = useEditor((state) => notesOf(state.graph))
  if (groups.length + notes.length === 0) return null
  return (
    <ul aria-label="Groups and notes" className="border-t border-line-1 py-1">
      {groups.map((group) => (
        <GroupRow key={group.id} {...group} />
      ))}
      {notes.map((note) => (
        <NoteRow key={note.id} id={note.id} title={noteTitle(note)} />
      ))}
    </ul>
  )
}

type GroupRowProps = { id: string; title: string; nodes: readonly string[]; folded?: boolean | undefined }

function GroupRow({ id, title, nodes, folded = false }: GroupRowProps) {
  const store = useEditorStore()
  const Fold = folded ? ChevronRight : ChevronDown
  return (
    <li className="flex items-center">
      <button
        type="button"
        aria-expanded={!folded}
        aria-label={folded ? `Unfold “${title}”` : `Fold “${title}”`}
        className="ml-1 flex size-6 shrink-0 items-center justify-center rounded-sm text-fg-2 hover:bg-surface-3 [&_svg]:size-3.5"
        onClick={() => toggleGroup(store.getState(), id)}
      >
        <Fold aria-hidden />
      </button>
      <button
        type="button"
        className={cx(row, 'min-w-0 flex-1 pl-0')}
        onClick={() => {
          store.getState().select({ nodes })
          store.getState().canvas?.reveal(nodes)
        }}
      >
        <span className="min-w-0 flex-1 truncate">
          <span className="sr-only">Group </span>
          {title}
        </span>
        <span className="text-xs text-fg-3">{counted(nodes.length, 'node')}</span>
      </button>
    </li>
  )
}

function NoteRow({ id, title }: { id: string; title: string }) {
  const store = useEditorStore()
  const selected = useEditor((state) => state.selection.notes.includes(id))
  return (
    <li>
      <button
        type="button"
        aria-current={selected ? 'true' : undefined}
        className={cx(row, selected && 'bg-accent-soft')}
        onClick={() => store.getState().select({ notes: [id] })}
      >
        <StickyNote aria-hidden className="ml-1 size-3.5 shrink-0 text-warning" />
        <span className="min-w-0 flex-1 truncate">
          <span className="sr-only">Note </span>
          {title}
        </span>
      </button>
    </li>
  )
}
