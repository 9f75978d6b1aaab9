import { assertNever } from '../assertNever.ts'
import type { Program } from '../compile/program.ts'
import type { Scope } from '../engine/effect.ts'
import type { NodeId, StepId } from '../graph/ids.ts'
import type { HttpStrategy, SingleStrategy, StepTemplate } from '../graph/nodes/planner.ts'
import { drawChoice } from './choice.ts'
import { searchGoal } from './goal.ts'
import type { AppliedRails } from './rails.ts'
import { sequence } from './sequence.ts'
import { table } from './table.ts'

/** The steps that a strategy chose, in its words; or why it chose none. */
export type Chosen =
  | { ok: true; steps: StepTemplate[]; rules: string[]; rationale: string[] }
  | { ok: false; reasons: string[] }

/** A strategy that needs no host. */
export type LocalStrategy = Exclude<SingleStrategy, HttpStrategy>

/** What a strategy chooses over. */
export type ChoiceContext = {
  program: Program
  scope: Scope
  /** The actions that its planner may use. */
  actions: readonly NodeId[]
  rails: AppliedRails | null
  seed: number | null
  /** Steps that a rejection blamed: a search leaves them out. */
  avoid: readonly StepId[]
}

/** Lets a strategy that needs no I/O choose its steps: a pure function of the strategy and the context. */
export function chooseSteps(strategy: LocalStrategy, context: ChoiceContext): Chosen {
  switch (strategy.type) {
    case 'sequence':
      return sequence(strategy)
    case 'table':
      return table(strategy, context.scope)
    case 'goal':
      return searchGoal(strategy, context)
    case 'choice':
      return drawChoice(strategy, context.scope, context.seed ?? 0)
    default:
      return assertNever(strategy)
  }
}
