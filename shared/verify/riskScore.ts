import type { CheckResult } from '../engine/state.ts'

export type Weighed = Pick<CheckResult, 'result' | 'weight' | 'severity'>

/** How bad the result of a check is, 0 to 1: 0 where it holds, 0.5 where nobody knows, its own severity, else 1, where it fails. */
export function severityOf({ result, severity }: Weighed): number {
  switch (result) {
    case 'pass':
    case 'skipped':
      return 0
    case 'inconclusive':
      return 0.5
    case 'fail':
      return severity ?? 1
  }
}

/** `Σ weight·severity / Σ weight` over the checks that were made, 0 to 1; 0 when none has weight. */
export function riskScore(checks: readonly Weighed[]): number {
  let bad = 0
  let all = 0
  for (const check of checks) {
    if (check.result === 'skipped') continue
    all += check.weight
    bad += check.weight * severityOf(check)
  }
  return all > 0 ? Math.min(1, Math.max(0, bad / all)) : 0
}
