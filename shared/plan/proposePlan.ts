import { digest } from '../audit/digest.ts'
import type { Program } from '../compile/program.ts'
import type { Scope } from '../engine/effect.ts'
import type { Because, Plan, PlanStep } from '../engine/plan.ts'
import { whyNotLoggable } from '../engine/wellFormed.ts'
import { bindArgs } from '../expr/bindings.ts'
import type { NodeId } from '../graph/ids.ts'
import type { StepTemplate } from '../graph/nodes/planner.ts'
import type { Json } from '../json.ts'
import { findCycle, withDependencies } from './dependencies.ts'
import { chooseSteps } from './strategy.ts'

export type PlanRequest = {
  program: Program
  planner: NodeId
  iteration: number
  because: Because | null
  /** The number that the plan gets. */
  version: number
  parent: number | null
  scope: Scope
}

export type Proposal = { ok: true; plan: Plan } | { ok: false; reasons: string[] }

/** Makes the plan of a planner that needs no I/O. The same request gives the same plan, with the same digest. */
export function proposePlan(request: PlanRequest): Proposal {
  const planner = request.program.planners[request.planner]
  if (!planner) return { ok: false, reasons: [`There is no planner “${request.planner}”.`] }
  const chosen = chooseSteps(planner.strategy, request.scope)
  if (!chosen.ok) return chosen
  const bound = bindSteps(chosen.steps, planner.actions, request.scope)
  if (!bound.ok) return bound
  const steps = withDependencies(bound.steps)
  const cycle = findCycle(steps)
  if (cycle) return { ok: false, reasons: [`The steps ${cycle.join(', ')} wait for each other.`] }
  const body: Omit<Plan, 'digest'> = {
    version: request.version,
    parent: request.parent,
    iteration: request.iteration,
    steps,
    rationale: chosen.rationale,
    expects: planner.expects,
    expected: null,
    assumes: [],
    provenance: {
      program: request.program.version,
      planner: request.planner,
      strategy: planner.strategy.type,
      seed: null,
      inputDigest: digest(request.scope as Json),
      rules: chosen.rules,
      because: request.because,
      plannerVersion: digest(planner.strategy as Json),
      ask: 1,
      members: [],
    },
  }
  return { ok: true, plan: { ...body, digest: digest(body) } }
}

type Bound = { ok: true; steps: PlanStep[] } | { ok: false; reasons: string[] }

function bindSteps(templates: StepTemplate[], actions: readonly NodeId[], scope: Scope): Bound {
  const steps: PlanStep[] = []
  const reasons: string[] = []
  const seen = new Set<string>()
  for (const template of templates) {
    const bound = bindArgs(template.args ?? {}, scope)
    if (seen.has(template.id)) reasons.push(`Two steps are called “${template.id}”.`)
    if (!actions.includes(template.action))
      reasons.push(`Step “${template.id}” uses “${template.action}”, which its planner is not joined to.`)
    if (!bound.ok) reasons.push(`Step “${template.id}”, argument ${bound.pointer}: ${bound.error}`)
    if (!bound.ok) continue
    const fault = whyNotLoggable(bound.args)
    if (fault) reasons.push(`Step “${template.id}”, argument ${fault.pointer}: ${fault.message}`)
    seen.add(template.id)
    steps.push({
      id: template.id,
      action: template.action,
      args: bound.args,
      bindings: bound.bindings,
      after: template.after ?? [],
      when: template.when ?? null,
      map: null,
      insteadOf: null,
      why: template.why ?? null,
    })
  }
  return reasons.length > 0 ? { ok: false, reasons } : { ok: true, steps }
}
