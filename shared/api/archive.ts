import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { RunEvent } from '../engine/event.ts'
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
