import { LruCache } from '../expr/lruCache.ts'
import type { Json } from '../json.ts'
import { asLogged } from '../privacy/logged.ts'
import { plannedAt } from './planned.ts'
import type { Iteration, RunRecord, StepState } from './state.ts'

const fingerprints = new LruCache<Iteration, string | null>(8)

/**
 * What the iterations up to this one repeat: the fingerprint of the last one's calls and results, and how many in a row had it. An
 * iteration that called nothing repeats nothing.
 */
export function repetitionAfter(state: RunRecord): RunRecord['repeated'] {
  const { iteration, repeated } = state
  const calls = iteration && fingerprints.get(iteration, () => fingerprintOf(iteration))
  if (calls === null) return null
  return { calls, times: repeated?.calls === calls ? repeated.times + 1 : 1 }
}

function fingerprintOf(iteration: Iteration): string | null {
  const calls = iteration.steps.flatMap((now, place) => {
    const step = plannedAt(iteration, place)
    const call = step?.map ? null : callOf(now)
    return step && call ? [[step.action, ...call]] : []
  })
  return calls.length === 0 ? null : fingerprint(JSON.stringify(asLogged(calls as unknown as Json)))
}

/** What was called, and what it brought; null when nothing was. */
function callOf(step: StepState): readonly unknown[] | null {
  switch (step.status) {
    case 'succeeded':
      return [step.args, step.status, step.output]
    case 'failed':
      return step.began && [step.began.args, step.status, step.error.class, step.error.status, step.output]
    case 'uncertain':
      return [step.args, step.status, step.error.class, step.error.status]
    case 'waiting':
    case 'mapping':
    case 'running':
    case 'probing':
    case 'skipped':
      return null
  }
}

/** 64 bits, as two FNV-1a hashes: it tells what differs apart, and nothing is kept safe by it. */
function fingerprint(text: string): string {
  let one = 0x811c9dc5
  let other = 0x01000193
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place)
    one = Math.imul(one ^ code, 0x01000193)
    other = Math.imul(other ^ code, 0x85ebca6b) ^ (other >>> 13)
  }
  return `${(one >>> 0).toString(16)}-${(other >>> 0).toString(16)}-${text.length}`
}
