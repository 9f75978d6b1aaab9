import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { Policy } from '../graph/policy.ts'

/** The policies of the workspace, which hold for every loop. A run is bound to the set that held when it was accepted. */
export const PolicySet = z.strictObject({
  /** Counts the sets of the workspace: 0 where none was ever set. */
  version: z.int().min(0),
  /** The digest of `policies`. */
  digest: Digest,
  policies: z.array(Policy).max(200),
})
export type PolicySet = z.infer<typeof PolicySet>
