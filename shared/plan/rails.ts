import type { Program } from '../compile/program.ts'
import type { Scope } from '../engine/effect.ts'
import type { PlanStep } from '../engine/plan.ts'
import type { NodeId, StepId } from '../graph/ids.ts'
import type { RiskLevel } from '../graph/nodes/action.ts'
import type { RailRule, Rails } from '../graph/nodes/planner.ts'
import { matchRules } from './matchRules.ts'

/** What bounds a proposal now: the rules that match, and what they say together. */
export type AppliedRails = {
  /** In the order of the table. */
  rules: readonly RailRule[]
  /** The actions that every rule with an `only` allows; null when none has one. */
  only: readonly NodeId[] | null
  never: readonly NodeId[]
  must: readonly NodeId[]
  maxSteps: number | null
  maxCostUsd: number | null
  /** No action of a higher risk. */
  maxRisk: RiskLevel | null
}

export type RailsResult = { ok: true; rails: AppliedRails | null } | { ok: false; reasons: string[] }

/** A fault of a proposal: what the planner is told, and the step to blame where there is one. */
export type RailFault = { message: string; step: StepId | null }

/** How the risk of an action counts. */
export const riskPoints = { low: 1, medium: 3, high: 9 } as const satisfies Record<RiskLevel, number>

/** The rails that hold in a scope; null when none do. A cell that can't be evaluated leaves it open, so nothing may be planned. */
export function applyRails(rails: Rails | null, scope: Scope): RailsResult {
  if (!rails) return { ok: true, rails: null }
  const matched = matchRules(rails.inputs, rails.rules, scope, { firstOnly: false })
  if (!matched.ok) return { ok: false, reasons: matched.reasons.map((reason) => `The rails: ${reason}`) }
  return { ok: true, rails: matched.rules.length === 0 ? null : joinRails(matched.rules) }
}

function joinRails(rules: readonly RailRule[]): AppliedRails {
  const onlys = rules.flatMap(({ only }) => (only ? [only] : []))
  const [first, ...others] = onlys
  const risks = rules.flatMap(({ maxRisk }) => maxRisk ?? [])
  return {
    rules,
    only: first ? first.filter((action) => others.every((other) => other.includes(action))) : null,
    never: unique(rules.flatMap(({ never }) => never ?? [])),
    must: unique(rules.flatMap(({ must }) => must ?? [])),
    maxSteps: least(rules.flatMap(({ maxSteps }) => maxSteps ?? [])),
    maxCostUsd: least(rules.flatMap(({ maxCostUsd }) => maxCostUsd ?? [])),
    maxRisk: risks.toSorted((a, b) => riskPoints[a] - riskPoints[b])[0] ?? null,
  }
}

/**
 * How a proposal breaks the rails. A fallback stands in for its step: it is bound by what actions and risks are allowed,
 * counts as no further step, and costs what the dearest of them does.
 */
export function railFaults(
  program: Program,
  rails: AppliedRails | null,
  steps: readonly PlanStep[],
): RailFault[] {
  return (rails?.rules ?? []).flatMap((rule) => [
    ...actionFaults(program, rule, steps),
    ...boundFaults(program, rule, steps),
  ])
}

function actionFaults(program: Program, rule: RailRule, steps: readonly PlanStep[]): RailFault[] {
  const fault = (step: StepId | null, what: string): RailFault => ({ message: words(rule, what), step })
  const faults = steps.flatMap((step) => {
    const { id, action } = step
    const risk = program.actions[action]?.risk ?? 'low'
    if (rule.only && !rule.only.includes(action))
      return [fault(id, `step “${id}” uses “${action}”, and only ${list(rule.only)} may be used.`)]
    if (rule.never?.includes(action))
      return [fault(id, `step “${id}” uses “${action}”, which may not be used.`)]
    if (rule.maxRisk && riskPoints[risk] > riskPoints[rule.maxRisk])
      return [fault(id, `step “${id}” has the risk ${risk}; the highest allowed is ${rule.maxRisk}.`)]
    return []
  })
  const used = new Set(steps.filter((step) => step.insteadOf === null).map((step) => step.action))
  const missing = (rule.must ?? []).filter((action) => !used.has(action))
  return [...faults, ...missing.map((action) => fault(null, `the plan has to use “${action}”.`))]
}

function boundFaults(program: Program, rule: RailRule, steps: readonly PlanStep[]): RailFault[] {
  const count = steps.filter((step) => step.insteadOf === null).length
  const cost = worstCost(program, steps)
  const faults: RailFault[] = []
  if (rule.maxSteps !== undefined && count > rule.maxSteps)
    faults.push({
      message: words(rule, `the plan has ${count} steps; at most ${rule.maxSteps} are allowed.`),
      step: null,
    })
  if (rule.maxCostUsd !== undefined && cost > rule.maxCostUsd)
    faults.push({
      message: words(rule, `the plan can cost $${cost}; at most $${rule.maxCostUsd} is allowed.`),
      step: null,
    })
  return faults
}

/** The most that the steps can cost by what their actions declare: a step that maps over a list with all the items it may have. */
export function worstCost(program: Program, steps: readonly PlanStep[]): number {
  const costs = new Map<StepId, number>()
  const stands = new Map<StepId, StepId>()
  for (const step of steps) {
    const group: StepId = step.insteadOf === null ? step.id : (stands.get(step.insteadOf) ?? step.insteadOf)
    stands.set(step.id, group)
    const cost = (program.actions[step.action]?.costUsd ?? 0) * (step.map?.max ?? 1)
    costs.set(group, Math.max(costs.get(group) ?? 0, cost))
  }
  // Money in millionths, so that tenths add up to what a person expects.
  return Math.round([...costs.values()].reduce((sum, cost) => sum + cost, 0) * 1e6) / 1e6
}

function words(rule: RailRule, what: string): string {
  return rule.message
    ? `Rail “${rule.id}”: ${rule.message} (${what.replace(/\.$/, '')})`
    : `Rail “${rule.id}”: ${what}`
}

function list(actions: readonly NodeId[]): string {
  return actions.length === 0 ? 'no action' : actions.map((action) => `“${action}”`).join(', ')
}

function unique(names: readonly NodeId[]): NodeId[] {
  return [...new Set(names)]
}

function least(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : Math.min(...numbers)
}
