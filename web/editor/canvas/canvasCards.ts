import { nodeCards } from '../nodes/nodeCards.ts'
import { GroupFrame } from './asides/GroupFrame.tsx'
import { NoteCard } from './asides/NoteCard.tsx'

/** What draws each thing on the canvas. A constant, because the canvas mounts everything again when it changes. */
export const canvasCards = { ...nodeCards, note: NoteCard, group: GroupFrame } as const
