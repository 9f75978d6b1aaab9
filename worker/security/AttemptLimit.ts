const windowMs = 60_000
const clientsRemembered = 1000

/** So many attempts of a kind a minute for each client: what is counted is what slows down. One client locks out no other. */
export class AttemptLimit {
  readonly #attempts: number
  readonly #counted = new Map<string, number[]>()

  constructor(attempts: number) {
    this.#attempts = attempts
  }

  /** Seconds until the client may try again; 0 when it may. */
  waitSeconds(client: string, now: number): number {
    const recent = this.#recent(client, now)
    if (recent.length < this.#attempts) return 0
    return Math.ceil(((recent[0] ?? now) + windowMs - now) / 1000)
  }

  count(client: string, now: number): void {
    const recent = [...this.#recent(client, now), now].slice(-this.#attempts)
    this.#counted.delete(client)
    this.#counted.set(client, recent)
    const oldest = this.#counted.keys().next()
    if (this.#counted.size > clientsRemembered && !oldest.done) this.#counted.delete(oldest.value)
  }

  #recent(client: string, now: number): number[] {
    return (this.#counted.get(client) ?? []).filter((at) => at > now - windowMs)
  }
}
