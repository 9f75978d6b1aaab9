import { z } from 'zod'
import { RunEvent } from '../engine/event.ts'
import type { Json } from '../json.ts'
import { Version } from './loops.ts'

/**
 * A run as one file, to be verified and replayed without the server that ran it. It holds no summary: what is said of the run is what its
 * log comes to, and that is verified.
 */
const SavedRun = z.strictObject({
  format: z.literal('pavane.run.1'),
  /** The version that it followed. */
  version: Version,
  /** Its log from the first event, as far as it went. */
  events: z.array(RunEvent).min(1),
})
export type SavedRun = z.infer<typeof SavedRun>

/** The text of the file. */
export const savedRunText = (saved: Omit<SavedRun, 'format'>): string =>
  `${JSON.stringify({ format: 'pavane.run.1', ...saved })}\n`

export type ReadSavedRun = { ok: true; saved: SavedRun } | { ok: false; reason: string }

/** Reads such a file. It judges nothing: whether the log holds is for whoever verifies it, but without its every event it is no log to replay. */
export function readSavedRun(text: string): ReadSavedRun {
  const parsed = SavedRun.safeParse(jsonOf(text))
  if (!parsed.success) return { ok: false, reason: reasonOf(parsed.error) }
  const missing = parsed.data.events.findIndex(({ seq }, index) => seq !== index + 1)
  if (missing >= 0) return { ok: false, reason: `Event ${missing + 1} is missing from its log.` }
  return { ok: true, saved: parsed.data }
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

function reasonOf({ issues: [issue] }: z.ZodError): string {
  const place = issue?.path.map(String).join('.') ?? ''
  return place === '' || place === 'format'
    ? 'It is no file that a run was saved to.'
    : `Its “${place}” can’t be read.`
}
