import { render } from '../expr/template.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Outcome } from '../graph/nodes/outcome.ts'
import type { Json } from '../json.ts'
import { closeAll } from './closingApprovals.ts'
import type { StopReason } from './event.ts'
import { iterationsBegun } from './iterationNumber.ts'
import { scopeOf } from './scope.ts'
import { effectsStanding } from './standing.ts'
import { activeOf, emit, type Turn } from './turn.ts'
import { whyNotLoggable } from './wellFormed.ts'

/** Ends the run with no outcome node of its own. */
export function endRun(turn: Turn, outcome: Outcome, reason: StopReason, message: string): void {
  record(turn, { outcome, reason, message, node: null, body: null })
}

/** Ends the run at an outcome node, with the body that the node gives. */
export function endAtOutcome(turn: Turn, node: NodeId, reason: StopReason, message: string): void {
  const state = activeOf(turn)
  const outcome = turn.program.outcomes[node]
  if (!state || !outcome) return
  const rendered = outcome.body === null ? null : render(outcome.body, scopeOf(turn.program, state))
  const fault = rendered?.ok ? whyNotLoggable(rendered.value) : null
  if (rendered?.ok && !fault)
    return record(turn, { outcome: outcome.status, reason, message, node, body: rendered.value })
  const why = rendered && !rendered.ok ? `${rendered.pointer || 'it'}: ${rendered.error}` : fault?.message
  const words = rendered === null ? message : `${message} The response body could not be made: ${why}`.trim()
  record(turn, { outcome: outcome.status, reason, message: words, node, body: null })
}

type Ending = { outcome: Outcome; reason: StopReason; message: string; node: NodeId | null; body: Json }

function record(turn: Turn, ending: Ending): void {
  const state = activeOf(turn)
  if (!state) return
  closeAll(turn)
  emit(turn, {
    type: 'run.ended',
    data: {
      ...ending,
      iterations: iterationsBegun(state),
      steps: state.started,
      costUsd: state.costUsd,
      notUndone: effectsStanding(turn.program, state, ending.outcome),
    },
  })
}
