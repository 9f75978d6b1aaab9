import { type NodeProps, NodeResizer } from '@xyflow/react'
import { useContext } from 'react'
import { cx } from '../../../ui/cx.ts'
import { ChangeMark } from '../../versions/ChangeMark.tsx'
import type { NoteElement } from '../asideElements.ts'
import { noteElementId } from '../folded.ts'
import { AsideActionsContext } from './AsideActions.ts'
import { NoteText } from './NoteText.tsx'

/** Plain text on the canvas. */
export function NoteCard({ data: { note, editable }, selected }: NodeProps<NoteElement>) {
  const actions = useContext(AsideActionsContext)
  const writing = actions?.writing?.type === 'note' && actions.writing.id === note.id
  return (
    <article
      aria-label="Note"
      className={cx(
        'relative h-full w-full rounded-md border border-transparent bg-warning-soft text-sm text-fg-1',
        selected && 'border-accent ring-1 ring-accent',
      )}
    >
      {editable && actions && (
        <NodeResizer
          isVisible={selected && !writing}
          minWidth={80}
          minHeight={40}
          onResizeEnd={(_, { x, y, width, height }) => actions.resizeNote(note.id, { x, y, width, height })}
        />
      )}
      {writing && actions ? (
        <NoteText text={note.text} onDone={actions.write} onUnchanged={actions.endWriting} />
      ) : (
        <p
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key
          tabIndex={0}
          className="aside-text h-full overflow-auto p-2 wrap-anywhere whitespace-pre-wrap"
        >
          {note.text || <span className="text-fg-2">Empty note</span>}
        </p>
      )}
      <ChangeMark node={noteElementId(note.id)} />
    </article>
  )
}
