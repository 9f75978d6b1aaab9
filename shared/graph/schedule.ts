import { z } from 'zod'
import { Json } from '../json.ts'
import { ItemId } from './ids.ts'

/**
 * What becomes of times that passed while the server was down: `skip` leaves them out, `once` makes one run for all of them, `all` makes
 * one for each, the newest hundred at most.
 */
export const MissedRuns = z.enum(['skip', 'once', 'all'])
export type MissedRuns = z.infer<typeof MissedRuns>

/** Starts a run at times of the clock. */
export const Schedule = z.strictObject({
  /** What the runs that it starts are attributed to: `schedule:<id>`. */
  id: ItemId,
  /** Minute, hour, day of the month, month, day of the week: as cron has it, with five fields. */
  cron: z.string().min(1).max(200),
  /** The time zone of the fields, as the IANA names it: `Europe/Berlin`. Default `UTC`. */
  timeZone: z.string().min(1).max(64).optional(),
  /** The input of each run. */
  input: Json,
  /** What becomes of times that passed while nothing could start. Default `once`. */
  missed: MissedRuns.optional(),
})
export type Schedule = z.infer<typeof Schedule>
