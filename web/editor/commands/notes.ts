import { addNotes, freeNotePlace, notesOf } from '../model/notes.ts'
import { uniqueId } from '../model/uniqueId.ts'
import { always, type Command } from './command.ts'

const noteSize = { width: 240, height: 96 } as const

/** Puts a note in the middle of what is in sight, to be written at once. */
export const addNote: Command = {
  id: 'add-note',
  title: 'Add a note',
  group: 'Add',
  keys: ['N'],
  scope: 'canvas',
  enabled: always,
  perform: (state) => {
    const taken = notesOf(state.graph).map((note) => note.id)
    const id = uniqueId('note', taken)
    const at = state.canvas?.centre() ?? { x: 0, y: 0 }
    const note = { id, text: '', ...freeNotePlace(state.graph, at, noteSize), ...noteSize }
    state.edit('Added a note', (graph) => addNotes(graph, [note]), { select: { notes: [id] } })
    if (state.canvas) state.writeOn({ type: 'note', id })
  },
}
