import type { Rejection } from '../../../shared/engine/command.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import type { Expectations } from '../../../shared/graph/case.ts'
import { simulateTrial as simulate, type Trial } from '../../../shared/sim/trial.ts'

export type TrialAnswer = {
  events: RunEvent[]
  rejection: string | null
  refused: NonNullable<Expectations['refused']> | null
}

/** Runs a trial; why its input was refused is said in words. */
export function simulateTrial(trial: Trial): TrialAnswer {
  const { events, rejection } = simulate(trial)
  const code = rejection?.code
  const refused = code === 'input-invalid' || code === 'input-rejected' ? code : null
  return { events, rejection: rejectionText(rejection), refused }
}

function rejectionText(rejection: Rejection | null) {
  if (!rejection) return null
  const faults = (rejection.errors ?? []).map((error) => `${error.pointer || 'input'}: ${error.message}`)
  return [rejection.message, ...faults].join(' · ')
}
