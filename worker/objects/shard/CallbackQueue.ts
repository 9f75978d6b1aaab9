import { WakeQueue } from './WakeQueue.ts'

const mostAtAddress = 4
const mostInAll = 32

/**
 * Which callbacks leave when. One receiver that is slow, or has many to take, holds up no other: each has a few on their way at a time.
 */
export class CallbackQueue {
  readonly #addresses = new Map<string, string>()
  readonly #later = new WakeQueue()
  /** What is due, by address, in the order in which it became so. */
  readonly #ready = new Map<string, Set<string>>()
  readonly #out = new Map<string, string>()

  /** It is due then. One that is under way is left alone. */
  set(id: string, address: string, dueAt: number): void {
    if (this.#out.has(id)) return
    this.forget(id)
    this.#addresses.set(id, address)
    this.#later.set(id, dueAt)
  }

  /** It is not to leave any more. */
  forget(id: string): void {
    const address = this.#addresses.get(id)
    if (address === undefined) return
    this.#addresses.delete(id)
    this.#later.set(id, Number.POSITIVE_INFINITY)
    const ready = this.#ready.get(address)
    ready?.delete(id)
    if (ready?.size === 0) this.#ready.delete(address)
  }

  /** One that may leave now, which is under way from now on; null when there is none. */
  take(now: number): string | null {
    this.#ripen(now)
    if (this.#out.size >= mostInAll) return null
    for (const [address, ids] of this.#ready) {
      const [id] = ids
      if (id === undefined || this.#outAt(address) >= mostAtAddress) continue
      this.forget(id)
      this.#out.set(id, address)
      return id
    }
    return null
  }

  /** It is not under way any more. */
  back(id: string): void {
    this.#out.delete(id)
  }

  isOut(id: string): boolean {
    return this.#out.has(id)
  }

  /** Whether anything is under way, or waits for what is. */
  isBusy(): boolean {
    return this.#out.size > 0 || this.#ready.size > 0
  }

  /** When the next one becomes due; Infinity for never. */
  nextAt(): number {
    return this.#later.next()
  }

  get size(): number {
    return this.#addresses.size + this.#out.size
  }

  #ripen(now: number): void {
    if (this.#later.next() > now) return
    for (const id of this.#later.due(now)) {
      this.#later.set(id, Number.POSITIVE_INFINITY)
      const address = this.#addresses.get(id) ?? ''
      this.#ready.set(address, (this.#ready.get(address) ?? new Set()).add(id))
    }
  }

  #outAt(address: string): number {
    let count = 0
    for (const each of this.#out.values()) if (each === address) count += 1
    return count
  }
}
