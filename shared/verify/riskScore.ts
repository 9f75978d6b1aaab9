/** Weight of what failed over all weight, 0 to 1. What is inconclusive counts as weight, not as failed. */
export function riskScore(checks: readonly { result: string; weight: number }[]): number {
  let failed = 0
  let all = 0
  for (const { result, weight } of checks) {
    all += weight
    if (result === 'fail') failed += weight
  }
  return all > 0 ? Math.min(1, failed / all) : 0
}
