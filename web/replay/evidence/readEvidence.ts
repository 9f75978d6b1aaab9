import { z } from 'zod'
import { Json } from '../../../shared/json.ts'
import { DriftOutcome } from '../../../shared/verify/drift/outcome.ts'

const Deviation = z.object({
  pointer: z.string(),
  expected: Json,
  actual: Json,
  difference: z.number().nullable().optional(),
  allowed: z.number().optional(),
})
export type Deviation = z.infer<typeof Deviation>

const Vote = z.object({
  vote: z.number(),
  result: z.string(),
  severity: z.number().optional(),
  message: z.string(),
  by: z.string().nullable().optional(),
})
export type Vote = z.infer<typeof Vote>

const Deviations = z.object({ deviations: z.array(Deviation) })
const Votes = z.object({ votes: z.array(Vote) })
/** In the log the words stand in the check's own message. */
const Drift = z.object({ fields: z.array(DriftOutcome.extend({ message: z.string().default('') })) })
const Missing = z.object({ complete: z.object({ missing: z.array(z.string()) }) })

/** What of a check's evidence can be shown as a table. Evidence is what a release or a checker made of it, so any part may be missing. */
export function readEvidence(evidence: Json): {
  deviations: readonly Deviation[]
  votes: readonly Vote[]
  missing: readonly string[]
  drift: readonly DriftOutcome[]
} {
  const deviations = Deviations.safeParse(evidence)
  const votes = Votes.safeParse(evidence)
  const missing = Missing.safeParse(evidence)
  const drift = Drift.safeParse(evidence)
  return {
    deviations: deviations.success ? deviations.data.deviations : [],
    votes: votes.success ? votes.data.votes : [],
    missing: missing.success ? missing.data.complete.missing : [],
    drift: drift.success ? drift.data.fields : [],
  }
}
