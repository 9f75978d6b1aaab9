import type { RunEvent } from '../../shared/engine/event.ts'
import { evolve } from '../../shared/engine/evolve.ts'
import { initialState, type RunState } from '../../shared/engine/state.ts'

/** Events between two kept states: seeking anywhere folds fewer than this, once the way there was folded. */
const stride = 200

/** The state after the first `count` events of a log. */
export type FoldCache = (events: readonly RunEvent[], count: number) => RunState

/**
 * Folds a log up to any place and remembers states on the way. The log may only grow between two calls; its beginning
 * must stay the same.
 */
export function createFoldCache(): FoldCache {
  /** `kept[k]` is the state after `k * stride` events. */
  const kept: RunState[] = [initialState]
  let last = { count: 0, state: initialState }

  return (events, count) => {
    const target = Math.max(0, Math.min(count, events.length))
    const nearest = Math.min(Math.floor(target / stride), kept.length - 1)
    let at = nearest * stride
    let state = kept[nearest] ?? initialState
    if (last.count <= target && last.count > at) {
      at = last.count
      state = last.state
    }
    while (at < target) {
      const event = events[at]
      if (!event) break
      state = evolve(state, event)
      at += 1
      if (at % stride === 0 && at / stride === kept.length) kept.push(state)
    }
    last = { count: target, state }
    return state
  }
}
