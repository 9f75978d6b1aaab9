import type { EntryKind } from '../../../shared/projections/runEntry.ts'
import { formatCost, formatDuration } from '../../ui/formatTime.ts'
import type { EventFamily } from '../eventFamily.ts'

/** How what a run did is called, and whose sign it bears. */
export const kindLooks = {
  input: { label: 'Input', family: 'run' },
  request: { label: 'Request', family: 'run' },
  outcome: { label: 'Outcome', family: 'run' },
  operator: { label: 'Operator', family: 'run' },
  policy: { label: 'Policy', family: 'policy' },
  approval: { label: 'Approval', family: 'approval' },
  plan: { label: 'Plan', family: 'plan' },
  assumption: { label: 'Assumption', family: 'plan' },
  step: { label: 'Step', family: 'step' },
  check: { label: 'Check', family: 'check' },
  verdict: { label: 'Verdict', family: 'verdict' },
  signal: { label: 'Posted event', family: 'signal' },
} as const satisfies Record<EntryKind, { label: string; family: EventFamily }>

const signed = (by: number, words: (amount: number) => string) =>
  by === 0 ? 'the same' : `${by > 0 ? '+' : '−'}${words(Math.abs(by))}`

/** How much longer the second took than the first. */
export const durationDelta = (a: number, b: number) => signed(b - a, formatDuration)
/** How much more the second cost than the first; what rounding left over is nothing. */
export const costDelta = (a: number, b: number) => signed(Math.round((b - a) * 1e9) / 1e9, formatCost)
export const countDelta = (a: number, b: number) => signed(b - a, String)
