import type { ProgramTrigger } from '../../../shared/compile/program.ts'
import type { Preference } from '../../http/prefer.ts'

/** How long to hold the answer: what the caller prefers, else what the trigger says. Null answers at once. */
export function waitOf({ respond }: ProgramTrigger, prefer: Preference): number | null {
  if (prefer) return prefer.wait
  return respond.mode === 'wait' ? respond.seconds : null
}
