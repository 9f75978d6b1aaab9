/** What is to come, in the order of its time; what is scheduled first comes first at the same time. */
export class Schedule<T> {
  readonly #heap: { at: number; order: number; what: T }[] = []
  #order = 0

  get size(): number {
    return this.#heap.length
  }

  add(at: number, what: T): void {
    this.#order += 1
    this.#heap.push({ at, order: this.#order, what })
    this.#rise(this.#heap.length - 1)
  }

  /** When the next thing comes; undefined when nothing does. */
  nextAt(): number | undefined {
    return this.#heap[0]?.at
  }

  take(): { at: number; what: T } | undefined {
    const first = this.#heap[0]
    const last = this.#heap.pop()
    if (!first || !last) return undefined
    if (this.#heap.length > 0) {
      this.#heap[0] = last
      this.#sink()
    }
    return { at: first.at, what: first.what }
  }

  #isBefore(a: number, b: number): boolean {
    const [first, second] = [this.#heap[a], this.#heap[b]]
    if (!first || !second) return false
    return first.at < second.at || (first.at === second.at && first.order < second.order)
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#heap[a], this.#heap[b]]
    if (!first || !second) return
    this.#heap[a] = second
    this.#heap[b] = first
  }

  #rise(from: number): void {
    for (let place = from; place > 0; ) {
      const parent = (place - 1) >> 1
      if (!this.#isBefore(place, parent)) return
      this.#swap(place, parent)
      place = parent
    }
  }

  #sink(): void {
    for (let place = 0; ; ) {
      const left = 2 * place + 1
      const right = left + 1
      let least = place
      if (this.#isBefore(left, least)) least = left
      if (this.#isBefore(right, least)) least = right
      if (least === place) return
      this.#swap(place, least)
      place = least
    }
  }
}
