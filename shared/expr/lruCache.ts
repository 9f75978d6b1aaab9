/**
 * A cache of at most `size` entries that forgets what was used longest ago, to within half of its size: what is found in the younger
 * half stays where it is, so that finding costs one look.
 */
export class LruCache<K, V> {
  readonly #half: number
  #young = new Map<K, V>()
  #old = new Map<K, V>()

  constructor(size: number) {
    this.#half = Math.max(1, Math.floor(size / 2))
  }

  /** The value of a key; made and kept when it is not there. */
  get(key: K, make: () => V): V {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const value = this.#old.get(key) ?? make()
    if (this.#young.size >= this.#half) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, value)
    return value
  }
}
