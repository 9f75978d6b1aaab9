import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Scope } from '../engine/effect.ts'
import { evaluate } from '../expr/evaluate.ts'
import { oracleAsked } from '../expr/oracle.ts'
import type { ChoiceOption, ChoiceStrategy } from '../graph/nodes/planner.ts'
import type { Chosen } from './strategy.ts'

/**
 * Draws one of the options whose `when` holds, each as often as its weight is large: the same seed, the same option. A `when` that
 * can't be evaluated leaves the draw open, so there is no plan.
 */
export function drawChoice(strategy: ChoiceStrategy, scope: Scope, seed: number): Chosen {
  const open: ChoiceOption[] = []
  const reasons: string[] = []
  for (const option of strategy.options) {
    const holds = option.when === undefined ? { ok: true, value: true } : evaluate(option.when, scope)
    if ('error' in holds) reasons.push(`Option “${option.id}”: ${holds.error}`)
    else if (typeof holds.value !== 'boolean')
      reasons.push(`Option “${option.id}”: its condition is neither true nor false.`)
    else if (holds.value && option.weight > 0) open.push(option)
  }
  if (reasons.length > 0) return { ok: false, reasons }
  const total = open.reduce((sum, option) => sum + option.weight, 0)
  const oracle = oracleAsked()
  const drawn = oracle ? open[oracle.draw(open.length)] : draw(open, fraction(seed) * total)
  if (!drawn) return { ok: false, reasons: ['No option with a weight above 0 can be drawn.'] }
  const percent = Math.round((drawn.weight / total) * 1000) / 10
  return {
    ok: true,
    steps: drawn.steps,
    rules: [drawn.id],
    rationale: [
      `“${drawn.id}” was drawn; its chance was ${percent} %.`,
      ...(drawn.why === undefined ? [] : [drawn.why]),
    ],
  }
}

/** The option in whose part of the sum of the weights the point lies. */
function draw(options: readonly ChoiceOption[], point: number): ChoiceOption | undefined {
  let end = 0
  for (const option of options) {
    end += option.weight
    if (point < end) return option
  }
  // The sum of the weights can be less by a rounding than it was.
  return options.at(-1)
}

/** Uniform in [0, 1). */
function fraction(seed: number): number {
  const generator = xoroshiro128plus(seed)
  // The generator's first numbers still look like its seed.
  for (let skipped = 0; skipped < 8; skipped += 1) generator.next()
  return uniformFloat64(generator)
}
