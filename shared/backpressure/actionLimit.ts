import { AdmissionQueue } from './admission.ts'
import type { Limit } from './Limiter.ts'

export type ActionDepth = { action: string; inFlight: number; waiting: number }

/** The calls of each action over all runs of a shard: so many at once, so often, first come, first served. */
export class ActionGates {
  readonly #gates = new Map<string, AdmissionQueue>()
  readonly #actionOf = new Map<string, string>()

  /** A call wants to leave. True when it may at once; else it waits for `pass`. The latest limit of the action holds for all. */
  enter(id: string, action: string, limit: Limit, now: number): boolean {
    const gate = this.#gate(action, limit, now)
    this.#actionOf.set(id, action)
    if (!gate.mayStart('', now)) {
      gate.enqueue(id, '', now)
      return false
    }
    gate.start(id, '', now)
    return true
  }

  /** It came back, or does not want to leave any more. */
  leave(id: string, now: number): void {
    const action = this.#actionOf.get(id)
    this.#actionOf.delete(id)
    if (action !== undefined) this.#gates.get(action)?.leave(id, now)
  }

  /** The calls that may leave now, in the order in which they came. */
  pass(now: number): string[] {
    return [...this.#gates.values()].flatMap((gate) => gate.pass(now))
  }

  /** When time alone lets a call leave; Infinity when there is none, or one must come back first. */
  nextAt(now: number): number {
    return Math.min(...[...this.#gates.values()].map((gate) => gate.nextAt(now)), Number.POSITIVE_INFINITY)
  }

  /** The theoretical arrival time of an action's rate; to be kept, and given to `remember` after a loss of memory. */
  tat(action: string): number {
    return this.#gates.get(action)?.tat ?? Number.NEGATIVE_INFINITY
  }

  remember(action: string, limit: Limit, tat: number, now: number): void {
    this.#gate(action, limit, now).remember(tat)
  }

  has(action: string): boolean {
    return this.#gates.has(action)
  }

  /** What is under way and what waits, by action. */
  depths(): ActionDepth[] {
    return [...this.#gates].map(([action, { running, waiting }]) => ({ action, inFlight: running, waiting }))
  }

  #gate(action: string, limit: Limit, now: number): AdmissionQueue {
    const known = this.#gates.get(action)
    if (known) {
      known.setPolicy(limit, now)
      return known
    }
    const gate = new AdmissionQueue(limit)
    this.#gates.set(action, gate)
    return gate
  }
}
