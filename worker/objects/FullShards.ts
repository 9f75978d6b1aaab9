import type { Answer, Refusal } from '../http/problem.ts'

/** So many calls may be at a shard that is full: enough to fill what room it gets, few enough to be answered soon. */
export const mostAtFullShard = 16
/** A shard is taken at its word so long: none asks to be left alone for less. */
const wordHoldsMs = 1000

/** Above so many shards those are forgotten of which nothing has to be known any more. */
const sweepAbove = 1000

type Place = { underWay: number; full: { refusal: Refusal; until: number } | null }

/**
 * Keeps a flood from shards that are full. What a shard refuses costs a hop and waits behind all that came before it, so the more come, the
 * later each hears that there is no room. Who finds many others still waiting for a shard that has just said so hears it at once.
 * A shard keeps enough calls at hand to fill what room there will be, and its next answer that is no refusal lets all through again.
 */
export class FullShards {
  readonly #places = new Map<string, Place>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** The shards that something is remembered of. */
  get remembered(): number {
    return this.#places.size
  }

  /** Sends a call to a shard, or answers for it what it answered others. */
  async send<T>(shard: string, call: () => Promise<Answer<T>>): Promise<Answer<T>> {
    const place = this.#places.get(shard) ?? { underWay: 0, full: null }
    const { full } = place
    if (full && full.until > this.#now() && place.underWay >= mostAtFullShard)
      return { ok: false, refusal: full.refusal }
    this.#places.set(shard, place)
    place.underWay += 1
    try {
      const answered = await call()
      place.full = this.#fullBy(answered)
      return answered
    } finally {
      place.underWay -= 1
      if (place.underWay === 0) this.#forgetIdle(shard, place)
    }
  }

  /** What a shard said holds while nobody asks: those that wait for it are answered together, and come again together. */
  #forgetIdle(shard: string, { full }: Place): void {
    if (full === null) this.#places.delete(shard)
    if (this.#places.size <= sweepAbove) return
    for (const [name, place] of this.#places)
      if (place.underWay === 0 && (place.full?.until ?? 0) <= this.#now()) this.#places.delete(name)
  }

  #fullBy(answered: Answer<unknown>): Place['full'] {
    if (answered.ok || answered.refusal.code !== 'queue-full') return null
    return { refusal: answered.refusal, until: this.#now() + wordHoldsMs }
  }
}
