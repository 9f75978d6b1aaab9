import type { ProgramAction } from '../../shared/compile/program.ts'
import type { GoalStrategy } from '../../shared/graph/nodes/planner.ts'
import type { GoalRequest } from '../../shared/plan/goalProblem.ts'
import { anAction } from './programs.ts'

/**
 * A goal whose steps each give three of the wanted facts: a set cover, the kind of goal that comes to its bound on states. Up to 64
 * candidates.
 */
export function setCover(
  candidates: number,
  facts: number,
  maxStates?: number,
): { strategy: GoalStrategy; request: GoalRequest } {
  const ids = Array.from({ length: candidates }, (_, n) => `a${n}`)
  const gives = (n: number) => [...new Set([0, 1, 2].map((m) => `f${(n * (m + 3) + m * 5) % facts}`))]
  const actions: Record<string, ProgramAction> = Object.fromEntries(
    ids.map((id, n) => [id, anAction({ costUsd: 1 + (n % 7) / 10, gives: gives(n) })]),
  )
  return {
    strategy: {
      type: 'goal',
      want: Array.from({ length: facts }, (_, n) => `f${n}`),
      minimise: 'cost',
      candidates: ids.map((id) => ({ id, action: id })),
      ...(maxStates === undefined ? {} : { maxStates }),
    },
    request: { program: { actions }, scope: { input: {}, facts: {} }, actions: ids, rails: null, avoid: [] },
  }
}
