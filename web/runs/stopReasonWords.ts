import type { StopReason } from '../../shared/engine/event.ts'

/** Why a run ended, in words. */
export const stopReasonWords = {
  outcome: 'Reached an outcome',
  verdict: 'A verdict ended it',
  'no-plan': 'No plan',
  'plan-denied': 'A policy denied the plan',
  'input-denied': 'A policy denied the input',
  'approval-denied': 'Approval denied',
  'approval-expired': 'Approval expired',
  iterations: 'Iteration limit',
  duration: 'Time limit',
  cost: 'Cost limit',
  steps: 'Step limit',
  repeated: 'Nothing changed any more',
  stale: 'The input was too old',
  assumption: 'An assumption failed',
  cancelled: 'Cancelled',
  killed: 'Stopped at once',
  error: 'An error',
} as const satisfies Record<StopReason, string>
