const firstMs = 1000
const longestMs = 300_000

/** Runs that could not be gone on with. Each is tried again, after waits that double up to five minutes, for as long as it takes. */
export class StuckRuns {
  readonly #failures = new Map<string, number>()

  has(run: string): boolean {
    return this.#failures.has(run)
  }

  /** It could not be gone on with, again; after how many milliseconds it is to be tried. */
  failed(run: string): { failures: number; waitMs: number } {
    const failures = (this.#failures.get(run) ?? 0) + 1
    this.#failures.set(run, failures)
    return { failures, waitMs: Math.min(longestMs, firstMs * 2 ** (failures - 1)) }
  }

  goesOn(run: string): void {
    this.#failures.delete(run)
  }
}
