import type { ResolvedLimits } from '../../../shared/graph/limits.ts'

const money = (usd: number) => `$${usd.toLocaleString('en', { maximumFractionDigits: 2 })}`

/** The cap and the budget of a loop, as they stand on its return edge; with what a run used of them when there is one. */
export function loopLabel(
  limits: Pick<ResolvedLimits, 'iterations' | 'costUsd'>,
  used: { iterations: number; costUsd: number } | null,
): string {
  if (!used) return `at most ${limits.iterations} × · ${money(limits.costUsd)}`
  return `${used.iterations} / ${limits.iterations} · ${money(used.costUsd)} of ${money(limits.costUsd)}`
}
