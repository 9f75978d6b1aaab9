const windowMs = 60_000
const clientsRemembered = 1000

/** Slows down guessing: so many failures a minute for each client. Only failures count, and one client locks out no other. */
export class AttemptLimit {
  readonly #attempts: number
  readonly #failures = new Map<string, number[]>()

  constructor(attempts: number) {
    this.#attempts = attempts
  }

  /** Seconds until the client may try again; 0 when it may. */
  waitSeconds(client: string, now: number): number {
    const recent = this.#recent(client, now)
    if (recent.length < this.#attempts) return 0
    return Math.ceil(((recent[0] ?? now) + windowMs - now) / 1000)
  }

  fail(client: string, now: number): void {
    const recent = [...this.#recent(client, now), now].slice(-this.#attempts)
    this.#failures.delete(client)
    this.#failures.set(client, recent)
    const oldest = this.#failures.keys().next()
    if (this.#failures.size > clientsRemembered && !oldest.done) this.#failures.delete(oldest.value)
  }

  #recent(client: string, now: number): number[] {
    return (this.#failures.get(client) ?? []).filter((at) => at > now - windowMs)
  }
}
