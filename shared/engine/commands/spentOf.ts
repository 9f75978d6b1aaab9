import type { EffectResult } from '../command.ts'
import type { Spent } from '../settling.ts'

/** What the host says that it used; the cost that was declared, and no steps, when it says nothing that can be so. */
export function spentOf({ costUsd, steps }: EffectResult, declared: number): Spent {
  const isCost = costUsd !== undefined && Number.isFinite(costUsd) && costUsd >= 0
  const isCount = steps !== undefined && Number.isSafeInteger(steps) && steps > 0
  return { costUsd: isCost ? costUsd : declared, ...(isCount ? { steps } : {}) }
}
