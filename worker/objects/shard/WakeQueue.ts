type Entry = { run: string; time: number }

/** Outdated entries that are put up with before the heap is built anew. */
const slack = 64

/** When runs want to be looked at again. The next time is found without looking at every run: it is asked for after each turn. */
export class WakeQueue {
  readonly #times = new Map<string, number>()
  /** A binary heap. An entry whose time is not its run's any more is outdated, and dropped when it comes to the top. */
  #heap: Entry[] = []

  /** Infinity is never. */
  set(run: string, time: number): void {
    if (time === Number.POSITIVE_INFINITY) {
      this.#times.delete(run)
    } else if (this.#times.get(run) !== time) {
      this.#times.set(run, time)
      this.#push({ run, time })
    }
    if (this.#heap.length > 2 * this.#times.size + slack) this.#rebuild()
  }

  /** Infinity when nothing is waited for. */
  next(): number {
    for (;;) {
      const [top] = this.#heap
      if (!top) return Number.POSITIVE_INFINITY
      if (this.#times.get(top.run) === top.time) return top.time
      this.#pop()
    }
  }

  /** The runs whose time has come; they stay until their time is set anew. */
  due(now: number): string[] {
    return [...this.#times].flatMap(([run, time]) => (time <= now ? [run] : []))
  }

  #rebuild() {
    this.#heap = []
    for (const [run, time] of this.#times) this.#push({ run, time })
  }

  #push(entry: Entry) {
    const heap = this.#heap
    let place = heap.push(entry) - 1
    while (place > 0) {
      const above = (place - 1) >> 1
      const parent = heap[above]
      if (!parent || parent.time <= entry.time) break
      heap[place] = parent
      place = above
    }
    heap[place] = entry
  }

  #pop() {
    const heap = this.#heap
    const entry = heap.pop()
    if (!entry || heap.length === 0) return
    let place = 0
    for (;;) {
      const left = 2 * place + 1
      const right = left + 1
      const least = (heap[right]?.time ?? Number.POSITIVE_INFINITY) < (heap[left]?.time ?? 0) ? right : left
      const child = heap[least]
      if (!child || child.time >= entry.time) break
      heap[place] = child
      place = least
    }
    heap[place] = entry
  }
}
