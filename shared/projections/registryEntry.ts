import type { Digest } from '../audit/digest.ts'
import type { EventOf } from '../engine/event.ts'
import type { Plan, PlanProvenance } from '../engine/plan.ts'
import { upcastPlan } from '../engine/upcast.ts'
import { diffPlans, type PlanDiff } from './planDiff.ts'

/** What a loop's plan registry says of a plan that was proposed. */
export type RegistryEntry = {
  /** Its number in the run, and that of the plan before it. */
  version: number
  parent: number | null
  digest: Digest
  provenance: PlanProvenance
  /** Against the plan before it; null when it is the first, or that one is not at hand. */
  diff: PlanDiff | null
}

/** The entry of a proposed plan. `previous` is the plan that was proposed before it in the run, if there was one. */
export function registryEntry(
  { plan: written }: EventOf<'plan.proposed'>['data'],
  previous: Plan | null,
): RegistryEntry {
  const plan = upcastPlan(written)
  const { version, parent, digest, provenance } = plan
  const isParent = previous !== null && previous.version === parent
  return {
    version,
    parent,
    digest,
    provenance,
    diff: isParent ? diffPlans(upcastPlan(previous), plan) : null,
  }
}
