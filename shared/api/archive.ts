import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { RunEvent, RunId } from '../engine/event.ts'
import { LoopName } from '../graph/ids.ts'
import { Json } from '../json.ts'
import { RunSummary } from './runs.ts'

/** A run as it is archived: what its shard had of it, with its log, which verifies. Personal values are not part of it. */
export const ArchivedRun = z.strictObject({
  format: z.literal('pavane.archive/1'),
  archivedAt: z.int(),
  program: Digest,
  summary: RunSummary,
  body: Json,
  events: z.array(RunEvent),
})
export type ArchivedRun = z.infer<typeof ArchivedRun>

export const ArchiveQuery = z.strictObject({
  /** Also one that there is no more: what was archived of it stays. */
  loop: LoopName,
  /** `next` of the page before. */
  cursor: RunId.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export type ArchiveQuery = z.infer<typeof ArchiveQuery>

/** The runs of a loop that are in the archive. */
export const ArchivePage = z.strictObject({
  /** Whether there is an archive: a bucket, or the folder of a local server. */
  available: z.boolean(),
  /** In the order of their ids: by shard, and then by when they were accepted, which the id says (milliseconds since the epoch). */
  runs: z.array(z.strictObject({ run: RunId, acceptedAt: z.int() })),
  next: RunId.nullable(),
})
export type ArchivePage = z.infer<typeof ArchivePage>
