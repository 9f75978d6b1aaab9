import type { ActiveRun } from './state.ts'

/** An attempt that had not left when the run was paused does not leave until it is resumed. */
export function isWithheld(state: ActiveRun, notBefore: number | null): boolean {
  return state.paused !== null && notBefore !== null && notBefore > state.paused.at
}
