import type { CheckResult } from '../engine/state.ts'
import type { Consequence, Verdict } from '../graph/nodes/verifier.ts'
import { riskScore } from './riskScore.ts'

const severityOf = {
  flag: 0,
  replan: 1,
  escalate: 2,
  rollback: 3,
  bail: 4,
} as const satisfies Record<Consequence, number>

export type Conclusion = { verdict: Verdict; risk: number; reasons: string[] }

/** The verdict that the checks add up to: the most severe consequence wins, and too much risk escalates. */
export function concludeVerdict(checks: readonly CheckResult[], escalateAtRisk: number | null): Conclusion {
  const fallen = checks.filter((check) => check.result !== 'pass')
  const risk = riskScore(checks)
  const reasons = fallen.map((check) => `${check.check}: ${check.message}`)
  let worst: Consequence = 'flag'
  for (const { consequence } of fallen) if (severityOf[consequence] > severityOf[worst]) worst = consequence
  if (escalateAtRisk !== null && risk >= escalateAtRisk && severityOf[worst] < severityOf.escalate) {
    worst = 'escalate'
    reasons.push(`The risk of ${risk} is at or above ${escalateAtRisk}.`)
  }
  return { verdict: worst === 'flag' ? 'pass' : worst, risk, reasons }
}
