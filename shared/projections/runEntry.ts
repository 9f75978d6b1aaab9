import type { Json } from '../json.ts'

export type EntryKind =
  | 'input'
  | 'request'
  | 'outcome'
  /** Somebody paused, resumed or cancelled the run. */
  | 'operator'
  | 'policy'
  | 'approval'
  | 'plan'
  | 'assumption'
  | 'step'
  | 'check'
  | 'verdict'
  | 'signal'

/** What is compared of an entry, in the order in which it reads. */
export const entryFields = [
  'outcome',
  'verdict',
  'result',
  'state',
  'decision',
  'effect',
  'holds',
  'reason',
  'reasons',
  'message',
  'rejected',
  'adopted',
  'because',
  'asks',
  'rules',
  'order',
  'steps',
  'expected',
  'editedBy',
  'action',
  'input',
  'source',
  'method',
  'headers',
  'fork',
  'assumption',
  'values',
  'show',
  'data',
  'args',
  'attempts',
  'items',
  'output',
  'error',
  'probe',
  'undo',
  'undoArgs',
  'undoOutput',
  'undoError',
  'evidence',
  'risk',
  'to',
  'need',
  'by',
  'note',
  'changes',
  'feedback',
  'compensate',
  'dryRun',
  'node',
  'response',
  'notUndone',
] as const
export type EntryField = (typeof entryFields)[number]

/** One thing that a run did: what it is compared by, and when it was. */
export type Entry = {
  kind: EntryKind
  name: string
  fields: Partial<Record<EntryField, Json>>
  startedAt: number
  /** Null while it lasts, and for what takes no time. */
  endedAt: number | null
  costUsd: number
  /** The number of the event after which all of it had happened. */
  toSeq: number
}

/** A part of a run. */
export type Section = {
  /** 0 is the run itself: what came in, and how it ended. */
  iteration: number
  /** By what they are aligned by, in the order in which they began. */
  entries: Map<string, Entry>
  startedAt: number
  /** When the last of it happened. */
  endedAt: number
  costUsd: number
  fromSeq: number
}
