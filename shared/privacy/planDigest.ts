import { type Digest, digest } from '../audit/digest.ts'
import type { Plan } from '../engine/plan.ts'
import type { Json } from '../json.ts'
import { concealPlan } from './concealEvent.ts'
import { asLogged, isHidden, textAsLogged } from './logged.ts'

/** A plan's digest: over all of it but the digest itself, as the log holds it. */
export function planDigest(body: Omit<Plan, 'digest'>): Digest {
  const logged = isHidden() ? concealPlan({ value: asLogged, text: textAsLogged }, body) : body
  return digest(logged as unknown as Json)
}
