import { closeChanged } from './closingApprovals.ts'
import type { Gate } from './gate.ts'
import { emit, type Turn } from './turn.ts'

/** Asks a person, once; then the point waits. Whether something was recorded. */
export function askOrWait(turn: Turn, decision: Extract<Gate['decision'], { is: 'ask' | 'wait' }>): boolean {
  if (decision.is === 'wait') return false
  closeChanged(turn, decision.request.data)
  emit(turn, decision.request)
  return true
}
