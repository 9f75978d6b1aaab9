import type { TrialAmendment } from '../../../shared/sim/trial.ts'

/** What somebody does who sends back what is asked first. */
export function sendBack(feedback: string): TrialAmendment {
  return { decision: 'send-back', feedback: feedback.trim() || 'Plan something else.' }
}
