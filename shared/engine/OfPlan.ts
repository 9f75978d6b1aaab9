import { LruCache } from '../expr/lruCache.ts'
import type { Plan } from './plan.ts'

/** A plan of at most so many steps is looked through again faster than memory that was kept for it is given back. */
const fewSteps = 64

/** The plans that were used last are those that are used next. */
const recent = 64

/**
 * What is made of a plan, once. Of small plans only what was made of the last ones is kept: the values of a `WeakMap` count as alive until
 * old memory is collected, so that in a long run every plan there ever was would be copied there, with all that was made of it. What
 * is made of a large plan is kept as long as the plan itself.
 */
export class OfPlan<V extends object> {
  readonly #make: (plan: Plan) => V
  readonly #ofSmall = new LruCache<Plan, V>(recent)
  readonly #ofLarge = new WeakMap<Plan, V>()

  constructor(make: (plan: Plan) => V) {
    this.#make = make
  }

  get(plan: Plan): V {
    if (plan.steps.length <= fewSteps) return this.#ofSmall.get(plan, () => this.#make(plan))
    const known = this.#ofLarge.get(plan) ?? this.#make(plan)
    this.#ofLarge.set(plan, known)
    return known
  }
}
