import type { StepId } from '../graph/ids.ts'

/** Why there is no plan, or why a proposal was rejected, in the words that the planner and a reviewer get. */
export type PlanReason = {
  code:
    | 'no-plan'
    /** The proposal breaks a rail. */
    | 'rails'
    /** Its steps can't be carried out as they stand. */
    | 'unsound'
    /** Two members of a federation give one step two meanings. */
    | 'conflict'
    /** An external planner's answer does not keep the contract. */
    | 'malformed'
    /** An external planner did not answer. */
    | 'unanswered'
    | 'assumption'
  message: string
  /** The step to blame, where there is one. */
  step?: StepId
}
