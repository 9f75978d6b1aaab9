import type { RunState } from './state.ts'

/** Counts the forms of the state: grows when a release changes what a state holds, or in which order. */
const stateForm = 9

/** A state as text, to go on from later. */
export function writeSnapshot(state: RunState): string {
  return JSON.stringify({ form: stateForm, state })
}

/** The state of a snapshot; null when another release wrote it or it is broken, so that the log has to be folded from its first event. */
export function readSnapshot(text: string): RunState | null {
  try {
    const snapshot = JSON.parse(text) as { form?: number; state: RunState }
    return snapshot.form === stateForm ? snapshot.state : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
