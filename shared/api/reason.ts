import { z } from 'zod'

/** Why somebody changes something, in their own words: the change log keeps it. */
export const Reason = z.string().trim().min(1).max(500)

/** Why, where a request has no body to say it in. */
export const ReasonQuery = z.strictObject({ reason: Reason.optional() })
