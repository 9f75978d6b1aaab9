import type { Json } from '../json.ts'
import type { EffectError } from './effectError.ts'
import type { StepRef } from './event.ts'
import { expansionOf } from './planned.ts'
import type { Expanded, Iteration, StepState } from './state.ts'
import { stepProgress } from './stepProgress.ts'
import { emit, type Turn } from './turn.ts'

/** Settles each step that maps over a list and of which every item has settled. Whether something was recorded. */
export function joinMaps(turn: Turn, iteration: Iteration): boolean {
  if (!iteration.plan || iteration.expanded.length === 0) return false
  const { steps } = iteration.plan
  const joinable = [...stepProgress(iteration.plan, iteration).joinable]
  for (const place of joinable) {
    const step = steps[place]
    const expansion = expansionOf(iteration.expanded, place)
    if (step && expansion) join(turn, iteration, step.id, expansion)
  }
  return joinable.length > 0
}

/** One whose result is unknown outweighs one that failed: what is unknown must not be tried again in another way. */
function join(turn: Turn, { number, steps }: Iteration, step: StepRef, { first, items }: Expanded): void {
  const results = steps.slice(first, first + items.length)
  const of = { iteration: number, step }
  const uncertain = results.findIndex(({ status }) => status === 'uncertain')
  const failed = results.findIndex(({ status }) => status === 'failed')
  const error = errorOf(step, results, uncertain >= 0 ? uncertain : failed)
  if (uncertain >= 0 && error) return emit(turn, { type: 'step.uncertain', data: { ...of, error } })
  if (error) return emit(turn, { type: 'step.failed', data: { ...of, error, attempts: 0 } })
  const stopped = results.find(
    (each) =>
      each.status === 'skipped' &&
      (each.reason === 'limit' || each.reason === 'cancelled' || each.reason === 'withdrawn'),
  )
  if (stopped?.status === 'skipped') {
    const { reason, message } = stopped
    return emit(turn, { type: 'step.skipped', data: { ...of, reason, message } })
  }
  const output = results.map(outputOf)
  // What it cost stands with the items.
  emit(turn, { type: 'step.succeeded', data: { ...of, output, costUsd: 0 } })
}

function errorOf(step: StepRef, results: readonly StepState[], place: number): EffectError | null {
  const worst = results[place]
  if (worst?.status !== 'failed' && worst?.status !== 'uncertain') return null
  const same = results.filter(({ status }) => status === worst.status).length
  const words = worst.status === 'failed' ? 'failed' : 'have an unknown result'
  const message = `${same} of ${results.length} items ${words}; ${step}[${place}]: ${worst.error.message}`
  const mayHaveHappened = results.some(
    (each) => each.status === 'uncertain' || (each.status === 'failed' && each.error.mayHaveHappened),
  )
  return { class: worst.error.class, message, retryable: false, mayHaveHappened }
}

/** An item that its condition skipped brought nothing. */
function outputOf(step: StepState): Json {
  return step.status === 'succeeded' ? step.output : null
}
