import type { EventBody } from '../engine/event.ts'

/** What properties have to know of what was before. */
export type History = {
  /** Somebody approved something. */
  isApproved: boolean
  /** A verifier let something pass. */
  hasPassed: boolean
}

export const noHistory: History = { isApproved: false, hasPassed: false }

/** The history after some more events; as far as anything asks for it. */
export function historyAfter(history: History, events: readonly EventBody[], isAsked: boolean): History {
  if (!isAsked) return history
  let { isApproved, hasPassed } = history
  for (const { type, data } of events) {
    isApproved ||= type === 'approval.granted' && data.remaining === 0
    hasPassed ||= type === 'verdict.reached' && data.verdict === 'pass'
  }
  return isApproved === history.isApproved && hasPassed === history.hasPassed ? history : { isApproved, hasPassed }
}
