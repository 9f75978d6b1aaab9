import { z } from 'zod'
import { NodeId } from '../ids.ts'
import { Note, Title } from '../text.ts'

/** What every node has. */
export const nodeBase = { id: NodeId, title: Title, note: Note.optional() }

/** What a node has that runs can go on without. */
export const disabledMember = {
  /** The loop is compiled and run as if the node were not there. */
  disabled: z.literal(true).exactOptional(),
}
