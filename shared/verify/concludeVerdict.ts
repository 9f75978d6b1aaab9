import type { CheckResult } from '../engine/state.ts'
import type { Consequence, Verdict } from '../graph/nodes/verifier.ts'
import { riskScore } from './riskScore.ts'

const rankOf = {
  flag: 0,
  replan: 1,
  escalate: 2,
  rollback: 3,
  bail: 4,
} as const satisfies Record<Consequence, number>

export type Conclusion = { verdict: Verdict; risk: number; reasons: string[] }

/** From which risk on a verdict is no less than that; null for never. */
export type RiskBounds = { escalateAtRisk: number | null; bailAtRisk?: number | undefined }

/** The more severe of two consequences. */
export function worse(a: Consequence, b: Consequence): Consequence {
  return rankOf[b] > rankOf[a] ? b : a
}

/**
 * The verdict that the checks add up to: the most severe consequence wins, and too much risk escalates or bails. Nothing passes on checks
 * of which none could be made.
 */
export function concludeVerdict(checks: readonly CheckResult[], bounds: RiskBounds): Conclusion {
  const fallen = checks.filter(({ result }) => result === 'fail' || result === 'inconclusive')
  const risk = riskScore(checks)
  const reasons = fallen.map((check) => `${check.check}: ${check.message}`)
  let worst = fallen.reduce<Consequence>((sofar, { consequence }) => worse(sofar, consequence), 'flag')
  const atLeast = (consequence: Consequence, reason: string) => {
    if (worse(worst, consequence) === worst) return
    worst = consequence
    reasons.push(reason)
  }
  const { escalateAtRisk, bailAtRisk } = bounds
  if (bailAtRisk !== undefined && risk >= bailAtRisk)
    atLeast('bail', `The risk of ${risk} is at or above ${bailAtRisk}.`)
  if (escalateAtRisk !== null && risk >= escalateAtRisk)
    atLeast('escalate', `The risk of ${risk} is at or above ${escalateAtRisk}.`)
  if (worst === 'flag' && isUnknown(checks)) atLeast('escalate', 'None of the checks could be made.')
  return { verdict: worst === 'flag' ? 'pass' : worst, risk, reasons }
}

/** Whether something was looked at, and nothing is known of it. The gate looks at the checks, so it does not count. */
function isUnknown(checks: readonly CheckResult[]): boolean {
  const made = checks.filter(({ result, layer }) => result !== 'skipped' && layer !== 'gate')
  return made.length > 0 && made.every(({ result }) => result === 'inconclusive')
}
