import { Field } from '../../../ui/Field.tsx'
import { Textarea } from '../../../ui/Textarea.tsx'
import { changeNote, noteOf } from '../../model/notes.ts'
import { useEditor, useEditorStore } from '../../store/EditorContext.ts'

/** The text of a note on the canvas. */
export function NoteForm({ id }: { id: string }) {
  const store = useEditorStore()
  const note = useEditor((state) => noteOf(state.graph, id))
  if (!note) return null
  return (
    <div className="p-3">
      <Field label="Text" help="For people; it never changes what the loop does">
        <Textarea
          rows={6}
          maxLength={4000}
          value={note.text}
          onChange={(event) => {
            const text = event.target.value
            store.getState().edit('Wrote a note', (graph) => changeNote(graph, id, { text }), {
              merge: `note:${id}`,
            })
          }}
          onBlur={() => store.getState().closeStep()}
        />
      </Field>
    </div>
  )
}
