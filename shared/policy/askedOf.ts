import type { Program } from '../compile/program.ts'
import type { RunEvent } from '../engine/event.ts'
import { evolve } from '../engine/evolve.ts'
import type { PolicyQuestion } from '../engine/gate.ts'
import { type ActiveRun, initialState, type RunState } from '../engine/state.ts'
import { questionAt } from './questionAt.ts'

/** A point where a run asked its policies: the event around which it did, the state over which, and what. */
export type AskedPoint = { event: RunEvent; of: ActiveRun; question: PolicyQuestion }

/** Every point where a recorded run asked its policies, each once, in the order of the log. */
export function* askedOf(log: readonly RunEvent[], program: Program): Generator<AskedPoint> {
  const seen = new Set<string>()
  let state: RunState = initialState
  for (const event of log) {
    const next: RunState = evolve(state, event)
    const found = questionAt(program, state, next, event)
    state = next
    if (!found) continue
    const { of, question } = found
    const key = `${of.iteration?.number ?? 0} ${question.point} ${question.subject ?? ''}`
    if (seen.has(key)) continue
    seen.add(key)
    yield { event, of, question }
  }
}
