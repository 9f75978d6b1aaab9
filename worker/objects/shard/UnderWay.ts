/** An effect under way. Once somebody else is to answer it, this shard need not stay awake for it. */
type Flight = { stop: AbortController; isAnsweredLater: boolean }

/** What is under way, by run and key: nothing is begun twice at a time. */
export class UnderWay {
  readonly #runs = new Map<string, Map<string, Flight>>()
  #busy = 0

  /** Whether anything is under way that this shard itself has to see to its end. */
  isBusy(): boolean {
    return this.#busy > 0
  }

  /** What stops it, now that it has begun; null when it is under way already. */
  begin(run: string, key: string): AbortSignal | null {
    const flights = this.#runs.get(run) ?? new Map<string, Flight>()
    if (flights.has(key)) return null
    const flight = { stop: new AbortController(), isAnsweredLater: false }
    this.#runs.set(run, flights.set(key, flight))
    this.#busy += 1
    return flight.stop.signal
  }

  /** Somebody else will answer it. Until then it is not begun again. */
  leaveToOthers(run: string, key: string): void {
    const flight = this.#runs.get(run)?.get(key)
    if (!flight || flight.isAnsweredLater) return
    flight.isAnsweredLater = true
    this.#busy -= 1
  }

  forget(run: string, key: string): void {
    const flights = this.#runs.get(run)
    const flight = flights?.get(key)
    if (!flights || !flight) return
    if (!flight.isAnsweredLater) this.#busy -= 1
    flights.delete(key)
    if (flights.size === 0) this.#runs.delete(run)
  }

  /** Stops what a run does not wait for any more. `owed` gives the keys of all else, and is only asked where something is under way. */
  callOff(run: string, owed: () => ReadonlySet<string>): void {
    const flights = this.#runs.get(run)
    if (!flights) return
    const keys = owed()
    for (const [key, flight] of flights) {
      if (keys.has(key)) continue
      flight.stop.abort()
      if (flight.isAnsweredLater) this.forget(run, key)
    }
  }
}
