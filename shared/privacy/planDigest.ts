import { type Digest, digest } from '../audit/digest.ts'
import type { Plan } from '../engine/plan.ts'
import type { Json } from '../json.ts'
import { concealPlan } from './concealEvent.ts'
import { asLogged, textAsLogged } from './logged.ts'

/** A plan's digest: over all of it but the digest itself, as the log holds it. */
export function planDigest(body: Omit<Plan, 'digest'>): Digest {
  return digest(concealPlan({ value: asLogged, text: textAsLogged }, body) as unknown as Json)
}
