import { z } from 'zod'
import { ItemId } from './ids.ts'
import { Cel, Title } from './text.ts'

/** Properties that a loop may state. */
export const maxProperties = 50

/**
 * Something that is to hold in every run, whatever happens in it. It is proved by going through everything that can happen, and never
 * looked at in a run: it does not change the program's version.
 */
export const Property = z.strictObject({
  id: ItemId,
  title: Title,
  /** The condition, over `run`, `steps`, `verdict`, `undone`, `standing` and `approvals`. */
  holds: Cel,
  /** `always`: after everything that happens (default). `end`: once the run has ended. */
  at: z.enum(['always', 'end']).optional(),
})
export type Property = z.infer<typeof Property>
