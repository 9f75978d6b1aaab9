import type { Rejection } from '../../../shared/engine/command.ts'

/** Why an input was refused, in words; null when it was not. */
export function rejectionText(rejection: Rejection | null) {
  if (!rejection) return null
  const faults = (rejection.errors ?? []).map((error) => `${error.pointer || 'input'}: ${error.message}`)
  return [rejection.message, ...faults].join(' · ')
}
