import { z } from 'zod'
import { Template } from '../text.ts'
import { nodeBase } from './base.ts'

/** How a run can end. `cancelled` is never drawn: an operator causes it. */
export const Outcome = z.enum(['succeeded', 'failed', 'rolled-back', 'bailed', 'cancelled'])
export type Outcome = z.infer<typeof Outcome>

export const OutcomeNode = z.strictObject({
  kind: z.literal('outcome'),
  ...nodeBase,
  /** How the run ended. */
  status: Outcome.exclude(['cancelled']),
  /** The response body. */
  body: Template.optional(),
})
export type OutcomeNode = z.infer<typeof OutcomeNode>
