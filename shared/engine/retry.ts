import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { ProgramAction } from '../compile/program.ts'
import type { EffectError } from './effectError.ts'
import type { EffectId } from './event.ts'

/** Whether another attempt could bring something else: for these classes, when the host says so. */
const canPass = {
  network: true,
  timeout: true,
  http: true,
  lease: true,
  internal: true,
  circuit: true,
  child: false,
  approval: false,
  assumption: false,
  postcondition: false,
  schema: false,
  expression: false,
  precondition: false,
  policy: false,
  limit: false,
  configuration: false,
} as const satisfies Record<EffectError['class'], boolean>

/** How often and when something is tried again, and whether that is safe. */
export type Retried = Pick<ProgramAction, 'retry' | 'idempotency'> & Partial<Pick<ProgramAction, 'call'>>

/** Whether the failed attempt is followed by another. What may have happened is repeated only where that is safe. */
export function mayRetry(action: Retried, error: EffectError, attempt: number): boolean {
  const { maxAttempts, neverOn = [], neverOnStatus = [] } = action.retry
  if (attempt >= maxAttempts || !error.retryable || !canPass[error.class]) return false
  if (neverOn.includes(error.class)) return false
  if (error.status !== undefined && neverOnStatus.includes(error.status)) return false
  return isSafeToRepeat(action) || !error.mayHaveHappened
}

/** Whether what may have happened can be done again. A child run is one and the same for all attempts. */
export function isSafeToRepeat({ idempotency, call }: Omit<Retried, 'retry'>): boolean {
  return idempotency !== 'none' || call?.uses === 'loop'
}

/** When the next attempt may leave: backoff with jitter, and never before the target asked for. */
export function nextAttemptAt(
  action: Pick<Retried, 'retry'>,
  failed: { seed: number; effect: EffectId; attempt: number; error: EffectError; at: number },
): number {
  const { retry } = action
  const computed = Math.min(retry.maxSeconds, retry.initialSeconds * retry.factor ** (failed.attempt - 1))
  const seconds =
    retry.jitter === 'full' ? computed * jitter(failed.seed, failed.effect, failed.attempt) : computed
  const wait = Math.max(seconds * 1000, failed.error.retryAfterMs ?? 0)
  return failed.at + Math.min(Math.ceil(wait), longestWaitMs)
}

/** A target can ask for more; the run's own limits end before. */
const longestWaitMs = 31_536_000_000

/** Uniform in [0, 1): the same for the same run, effect and attempt, wherever it is computed. */
export function jitter(seed: number, effect: EffectId, attempt: number): number {
  const generator = xoroshiro128plus(hash(`${seed} ${effect} ${attempt}`))
  // The generator's first numbers still look like its seed.
  for (let skipped = 0; skipped < 8; skipped += 1) generator.next()
  return uniformFloat64(generator)
}

/** FNV-1a, 32 bits, with the finish of MurmurHash3, so that texts that differ in one character lie far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let place = 0; place < text.length; place += 1)
    value = Math.imul(value ^ text.charCodeAt(place), 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return value ^ (value >>> 16)
}
