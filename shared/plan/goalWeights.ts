import type { GoalStrategy } from '../graph/nodes/planner.ts'
import type { Sums } from './goalCandidate.ts'

/** Sums of one plan fit into these many bits: 64 steps with 9 points of risk each, and costs in units that are chosen to fit. */
const bits = { cost: 36, risk: 10, steps: 7 } as const
type Criterion = keyof typeof bits

const order = {
  cost: ['cost', 'risk', 'steps'],
  risk: ['risk', 'cost', 'steps'],
  steps: ['steps', 'cost', 'risk'],
} as const satisfies Record<GoalStrategy['minimise'], readonly Criterion[]>

/**
 * One number for all that a step costs: what is minimised counts first, the other two only where that is equal. The numbers of a
 * plan's steps add up exactly (they stay below 2^53), so comparing the sums compares plans.
 */
export class GoalWeights {
  readonly #minimise: GoalStrategy['minimise']
  readonly #unit: number

  /** For candidates with these sums, of which each is used once at most. */
  constructor(minimise: GoalStrategy['minimise'], candidates: readonly Pick<Sums, 'cost'>[]) {
    const total = candidates.reduce((sum, { cost }) => sum + cost, 0)
    this.#minimise = minimise
    this.#unit = Math.max(1, 10 ** Math.ceil(Math.log10(total / (2 ** bits.cost - 100))))
  }

  of(sums: Sums): number {
    const values = { cost: Math.round(sums.cost / this.#unit), risk: sums.risk, steps: sums.steps }
    return order[this.#minimise].reduce(
      (weight, criterion) => weight * 2 ** bits[criterion] + values[criterion],
      0,
    )
  }

  /** What is minimised, of a weight. */
  minimised(weight: number): number {
    const [first, second, third] = order[this.#minimise]
    const value = Math.floor(weight / 2 ** (bits[second] + bits[third]))
    return first === 'cost' ? value * this.#unit : value
  }
}
