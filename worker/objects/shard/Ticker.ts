/** A nearer time is left to a timer; a later one to the object's alarm, which costs a written row. */
const nearMs = 5000

/** Calls back at a time that may change. A memory that is lost loses the timer: `wakeAt` is what the alarm has to make up for. */
export class Ticker {
  readonly #tick: () => void
  #timer: ReturnType<typeof setTimeout> | null = null
  #at = Number.POSITIVE_INFINITY

  constructor(tick: () => void) {
    this.#tick = tick
  }

  /** Calls back then, and at no other time; Infinity for never. */
  at(time: number): void {
    if (time === this.#at) return
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#at = time
    const wait = time - Date.now()
    if (wait > nearMs) return
    this.#timer = setTimeout(
      () => {
        this.#timer = null
        this.#at = Number.POSITIVE_INFINITY
        this.#tick()
      },
      Math.max(0, wait),
    )
  }

  /** When the alarm has to stand; Infinity for never. */
  wakeAt(): number {
    return this.#at === Number.POSITIVE_INFINITY ? this.#at : Math.max(this.#at, Date.now() + nearMs)
  }
}
