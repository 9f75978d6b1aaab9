import type { Program } from '../compile/program.ts'
import { evaluate } from '../expr/evaluate.ts'
import type { Scope } from './effect.ts'
import { readTime } from './time.ts'

type Observed = { ok: true; at: number } | { ok: false; fault: { pointer: string; message: string } }

/**
 * When what an input says was observed, in milliseconds since the epoch: what the trigger's expression gives, a timestamp or RFC 3339
 * text. Never after it was accepted: a clock that is ahead makes nothing fresher.
 */
export function observedAt(program: Program, scope: Scope, acceptedAt: number): Observed {
  const { observedAt: expr } = program.trigger
  if (expr === null) return { ok: true, at: acceptedAt }
  const given = evaluate(expr, scope)
  const at = given.ok && typeof given.value === 'string' ? readTime(given.value) : null
  if (at !== null) return { ok: true, at: Math.min(at, acceptedAt) }
  const why = given.ok ? `${JSON.stringify(given.value)} is no time as RFC 3339 writes it` : given.error
  return { ok: false, fault: { pointer: '', message: `When it was observed can’t be told: ${why}` } }
}
