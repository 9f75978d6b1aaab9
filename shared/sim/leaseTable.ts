import type { AcquireLeaseEffect } from '../engine/effect.ts'

/** The named resources of a simulation: each held by one step at a time, with a token that grows with every grant. */
export class LeaseTable {
  readonly #held = new Map<string, { token: number; until: number }>()
  #token = 0

  /** A grant, or when it is worth asking again. */
  acquire(effect: AcquireLeaseEffect, now: number): { token: number; until: number } | { freeAt: number } {
    const holder = this.#held.get(effect.resource)
    if (holder && holder.until > now) return { freeAt: holder.until }
    this.#token += 1
    const grant = { token: this.#token, until: now + effect.ttlMs }
    this.#held.set(effect.resource, grant)
    return grant
  }

  release(resource: string, token: number): void {
    if (this.#held.get(resource)?.token === token) this.#held.delete(resource)
  }
}
