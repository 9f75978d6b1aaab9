import type { EffectResult } from '../engine/command.ts'
import type { RespondContext, Simulated } from './respond.ts'

/** How often things go wrong, each from 0 to 1. */
export type Faults = {
  /** The call never reaches the target. */
  refused?: number
  /** The target answers with an error. */
  failed?: number
  /** The answer is lost on its way. */
  lost?: number
  /** The answer comes after the timeout. */
  late?: number
  /** The answer comes twice. */
  duplicated?: number
}

type Failure = Extract<EffectResult, { ok: false }>

/** A world that goes wrong at random, by the simulation's seed: its targets, its probes or its planners. */
export function withFaults<E extends { timeoutMs: number }, R>(
  respond: (effect: E, context: RespondContext) => Simulated<R>,
  faults: Faults,
): (effect: E, context: RespondContext) => Simulated<R | Failure> {
  return (effect, context) => {
    const happens = (rate = 0) => context.random() < rate
    const answer = respond(effect, context)
    if (happens(faults.refused)) return { ...answer, result: failure('network', 'Connection refused', false) }
    if (happens(faults.failed)) return { ...answer, result: failure('http', 'Status 503', true) }
    if (happens(faults.lost)) return { ...answer, lost: true }
    if (happens(faults.late)) return { ...answer, afterMs: effect.timeoutMs + 1 + answer.afterMs }
    if (happens(faults.duplicated)) return { ...answer, againAfterMs: [answer.afterMs, answer.afterMs + 1] }
    return answer
  }
}

function failure(kind: 'network' | 'http', message: string, mayHaveHappened: boolean): Failure {
  return { ok: false, error: { class: kind, message, retryable: true, mayHaveHappened } }
}
