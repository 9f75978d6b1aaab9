import type { RailRule } from '../../../shared/graph/nodes/planner.ts'

/** What a rail demands, in a few words. */
export function describeRail(rule: RailRule | undefined): string {
  if (!rule) return ''
  const { only, never, must, maxSteps, maxCostUsd, maxRisk } = rule
  const parts = [
    only && `only ${only.length}`,
    never && `never ${never.length}`,
    must && `must ${must.length}`,
    maxSteps !== undefined && `≤ ${maxSteps} steps`,
    maxCostUsd !== undefined && `≤ $${maxCostUsd}`,
    maxRisk && `risk ≤ ${maxRisk}`,
  ].filter((part) => typeof part === 'string')
  return parts.join(' · ') || 'anything'
}
