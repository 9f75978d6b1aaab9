import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { faultWords } from '../graph/faultWords.ts'
import { ItemId, LoopName, NodeId, StepId } from '../graph/ids.ts'
import { Json, JsonObject } from '../json.ts'

/** The contract between a run and an external checker, version 1: one POST of a request, answered with a response. */
export const verifierContract = 'pavane.verifier/1'

const text = (most: number) => z.string().max(most)

/** The plan whose steps are judged. */
const ContractPlan = z.strictObject({
  digest: Digest,
  steps: z.array(z.strictObject({ id: StepId, action: NodeId, args: JsonObject, after: z.array(StepId) })),
})

/** What an external checker is asked. Asking again, after a failure, a crash or a lost answer, is the same request. */
export const VerifierRequest = z.strictObject({
  contract: z.literal(verifierContract),
  /** The id of the ask, and the `Idempotency-Key` of the request: the same when it is asked again. */
  effect: z.string(),
  run: z.string(),
  loop: LoopName,
  program: Digest,
  iteration: z.int().min(1),
  verifier: NodeId,
  check: ItemId,
  /** Which of several answers it is, from 1. Each is asked for by itself, so that a check that flaps is outvoted. */
  vote: z.int().min(1),
  /** What is to be judged: what the builder of the loop shows this checker. */
  about: Json,
  /** The plan that was carried out; null when none was. */
  plan: ContractPlan.nullable(),
  /** When the run ends at the latest, in milliseconds since the epoch: a later answer is of no use. */
  deadline: z.int(),
})
export type VerifierRequest = z.infer<typeof VerifierRequest>

/** What an external checker answers. */
export const VerifierResponse = z.strictObject({
  contract: z.literal(verifierContract).optional(),
  /** `inconclusive` says that it can't tell, which is not success. */
  result: z.enum(['pass', 'fail', 'inconclusive']),
  /** How bad a failure is, 0 to 1. Default 1. */
  severity: z.number().min(0).max(1).optional(),
  /** What a reviewer reads. */
  message: text(2000).optional(),
  /** Which version of the checker judged, in any form: it is kept with the check. */
  version: text(200).min(1).optional(),
  /** What it saw, against what: kept with the check. */
  evidence: Json.optional(),
})
export type VerifierResponse = z.infer<typeof VerifierResponse>

/** Reads a checker's answer. Total; says where it does not keep the contract. */
export function readVerifierResponse(
  value: Json,
): { ok: true; response: VerifierResponse } | { ok: false; reason: string } {
  const parsed = VerifierResponse.safeParse(value)
  if (parsed.success) return { ok: true, response: parsed.data }
  const faults = parsed.error.issues
    .slice(0, 5)
    .map((issue) => `${placeOf(issue.path)}: ${faultWords(issue, value)}`)
  return { ok: false, reason: `${faults.join('; ')}.` }
}

const placeOf = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? 'The answer'
    : path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
