import type { EffectResult } from '../../../shared/engine/command.ts'
import { jitter } from '../../../shared/engine/retry.ts'

/** How often a call ends in which way, for a world made from a seed. */
export type WorldTraits = { failing: number; refusing: number; badOutput: number }

export const roughWorld: WorldTraits = { failing: 0.15, refusing: 0.15, badOutput: 0.1 }

/**
 * What the world answers to an attempt: a function of the seed, the effect and the attempt alone, so that the order in
 * which a host calls, or calls again after a crash, makes no difference.
 */
export function answerOf(
  seed: number,
  effect: string,
  attempt: number,
  traits: WorldTraits = roughWorld,
): EffectResult {
  const chance = jitter(seed, `${effect}?`, attempt)
  if (chance < traits.failing) return fault('http', true)
  if (chance < traits.failing + traits.refusing) return fault('network', false)
  if (chance < traits.failing + traits.refusing + traits.badOutput) return { ok: true, output: 'odd' }
  return { ok: true, output: { id: `${effect}#${attempt}` }, costUsd: 0.05 }
}

function fault(kind: 'http' | 'network', mayHaveHappened: boolean): EffectResult {
  return {
    ok: false,
    error: { class: kind, message: `Simulated ${kind} fault`, retryable: true, mayHaveHappened },
  }
}
