import type { Program, ProgramAction } from '../compile/program.ts'
import { renderText } from '../expr/template.ts'
import type { Scope } from './effect.ts'
import type { StepRef } from './event.ts'
import type { ActiveRun, EndedRun, HeldLease } from './state.ts'

/** The resources that a step holds while it runs, in the order in which they are acquired, or why there are none. */
export function leasesOf(
  action: ProgramAction,
  scope: Scope,
): { ok: true; resources: string[] } | { ok: false; error: string } {
  const resources = new Set<string>()
  for (const template of action.leases) {
    const rendered = renderText(template, scope)
    if (!rendered.ok) return rendered
    resources.add(rendered.value)
  }
  return { ok: true, resources: [...resources].sort() }
}

/** The step's leases that still hold. */
export function heldBy(
  state: ActiveRun | EndedRun,
  step: { iteration: number; step: StepRef },
  at: number,
): readonly HeldLease[] {
  if (state.leases.length === 0) return state.leases
  return state.leases.filter(
    (lease) => lease.iteration === step.iteration && lease.step === step.step && lease.until > at,
  )
}

/**
 * The leases of a step that come after a resource by name. They are given back before that one is acquired (again): who holds the later
 * name and asks for the earlier one could wait for somebody who does it the other way round.
 */
export function heldAfter(
  state: ActiveRun,
  step: { iteration: number; step: StepRef },
  resource: string,
): readonly HeldLease[] {
  return state.leases.filter(
    (lease) => lease.iteration === step.iteration && lease.step === step.step && lease.resource > resource,
  )
}

/**
 * How long a lease has to hold: every attempt's timeout, and the longest waits between them. What waits, or is a run of its own, may
 * take as long as the run does.
 */
export function leaseTtlMs(program: Program, action: ProgramAction): number {
  const { uses } = action.call
  if (uses === 'wait' || uses === 'loop') return Math.ceil(program.limits.durationSeconds * 1000)
  const { maxAttempts, maxSeconds } = action.retry
  return Math.ceil((action.timeoutSeconds * maxAttempts + maxSeconds * (maxAttempts - 1)) * 1000)
}
