/** A sum over what fell into the last so many milliseconds. Times are kept by the second. */
export class SlidingSum {
  readonly #spanMs: number
  /** Seconds, ascending, and what fell into each. */
  #parts: { second: number; amount: number }[] = []
  #first = 0
  #sum = 0

  constructor(spanMs: number) {
    this.#spanMs = spanMs
  }

  /** What is out of the span already is left out. */
  add(at: number, amount: number, now: number): void {
    if (amount === 0 || at <= now - this.#spanMs) return
    const second = Math.floor(at / 1000)
    let place = this.#parts.length
    while (place > this.#first && (this.#parts[place - 1]?.second ?? 0) > second) place -= 1
    const before = place > this.#first ? this.#parts[place - 1] : undefined
    if (before?.second === second) before.amount += amount
    else this.#parts.splice(place, 0, { second, amount })
    this.#sum += amount
  }

  total(now: number): number {
    const oldest = Math.floor((now - this.#spanMs) / 1000)
    for (
      let part = this.#parts[this.#first];
      part && part.second <= oldest;
      part = this.#parts[this.#first]
    ) {
      this.#sum -= part.amount
      this.#first += 1
    }
    if (this.#first > 1000) {
      this.#parts = this.#parts.slice(this.#first)
      this.#first = 0
    }
    return this.#sum
  }
}
