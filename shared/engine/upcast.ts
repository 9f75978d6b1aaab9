import type { RunEvent } from './event.ts'
import type { Plan } from './plan.ts'

/**
 * An event as this release writes it, whichever release wrote it. Whoever reads plans from a stored log reads them through this; the log
 * itself stays as it is, so that its hashes hold. `evolve` does it by itself.
 */
export function upcast(event: RunEvent): RunEvent {
  if (event.type !== 'plan.proposed') return event
  const plan = upcastPlan(event.data.plan)
  return plan === event.data.plan ? event : { ...event, data: { ...event.data, plan } }
}

/** The first release's plans said nothing of what they expect and take for granted, and knew neither lists nor fallbacks. */
export function upcastPlan(plan: Plan): Plan {
  if (Object.hasOwn(plan, 'assumes')) return plan
  const { provenance } = plan
  const added = { plannerVersion: provenance.program, ask: 1, members: [] }
  return {
    ...plan,
    steps: plan.steps.map((step) => ({ ...step, map: null, insteadOf: null })),
    expected: null,
    assumes: [],
    provenance: { ...provenance, ...added },
  }
}
