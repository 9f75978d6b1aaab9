import { assertNever } from '../assertNever.ts'
import type { Scope } from '../engine/effect.ts'
import type { StepTemplate, Strategy } from '../graph/nodes/planner.ts'
import { sequence } from './sequence.ts'
import { table } from './table.ts'

/** The steps that a strategy chose, in its words; or why it chose none. */
export type Chosen =
  | { ok: true; steps: StepTemplate[]; rules: string[]; rationale: string[] }
  | { ok: false; reasons: string[] }

/** Lets a strategy that needs no I/O choose its steps: a pure function of the strategy and the scope. */
export function chooseSteps(strategy: Strategy, scope: Scope): Chosen {
  switch (strategy.type) {
    case 'sequence':
      return sequence(strategy)
    case 'table':
      return table(strategy, scope)
    case 'goal':
    case 'choice':
    case 'http':
    case 'federation':
      return { ok: false, reasons: [`The strategy ${strategy.type} has no planner yet.`] }
    default:
      return assertNever(strategy)
  }
}
