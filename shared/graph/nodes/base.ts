import { NodeId } from '../ids.ts'
import { Note, Title } from '../text.ts'

/** What every node has. */
export const nodeBase = { id: NodeId, title: Title, note: Note.optional() }
