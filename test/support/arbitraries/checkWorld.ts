import type { Command } from '../../../shared/engine/command.ts'
import type { CheckEffect } from '../../../shared/engine/effect.ts'
import { jitter } from '../../../shared/engine/retry.ts'
import type { Json } from '../../../shared/json.ts'

type CheckHostResult = Extract<Command, { type: 'settle-check' }>['result']

/** What the world answers to a check: by its seed, effect and attempt alone, so that no order of deliveries changes it. */
export function checkAnswer(seed: number, { id, attempt, request }: CheckEffect): CheckHostResult {
  const drawn = jitter(seed, id, attempt)
  if (drawn < 0.15)
    return {
      ok: false,
      error: { class: 'http', message: 'Status 503', status: 503, retryable: true, mayHaveHappened: true },
    }
  if (drawn < 0.2) return { ok: true, answer: 'a page of text' }
  return { ok: true, answer: request.type === 'drift' ? { baseline: null, window: {} } : verdictOf(drawn) }
}

function verdictOf(drawn: number): Json {
  if (drawn < 0.7) return { result: 'pass' }
  return drawn < 0.9 ? { result: 'fail', severity: drawn, message: 'Not good.' } : { result: 'inconclusive' }
}
