import type { StoredRun } from './RunTable.ts'
import { WakeQueue } from './WakeQueue.ts'

const counted = 5000

/** The runs that something is still owed to, with summaries as of now: their rows are only written when a status changes. */
export class OpenRuns {
  readonly #runs = new Map<string, StoredRun>()
  readonly #wakes = new WakeQueue()
  readonly #rows = new Map<string, number>()
  #unfinished = 0

  get(run: string): StoredRun | undefined {
    return this.#runs.get(run)
  }

  /** How many have not ended: what a loop's queue limit counts. */
  unfinished(): number {
    return this.#unfinished
  }

  names(): string[] {
    return [...this.#runs.keys()]
  }

  /** The one that was accepted first of all that are open. */
  oldest(): string | undefined {
    return this.#runs.keys().next().value
  }

  /** Takes a run's new summary; `rows` is what its last turn wrote. */
  note(stored: StoredRun, isOpen: boolean, rows: number): void {
    const { run } = stored.summary
    this.#unfinished += unfinishedOf(isOpen ? stored : undefined) - unfinishedOf(this.#runs.get(run))
    if (isOpen) this.#runs.set(run, stored)
    else this.#forget(run)
    this.#rows.set(run, (this.#rows.get(run) ?? 0) + rows)
    const oldest = this.#rows.keys().next()
    if (this.#rows.size > counted && !oldest.done) this.#rows.delete(oldest.value)
  }

  /** Says when a run wants to be looked at again; Infinity for never. */
  wakeAt(run: string, time: number): void {
    if (this.#runs.has(run)) this.#wakes.set(run, time)
  }

  /** The runs whose time has come. */
  due(now: number): string[] {
    return this.#wakes.due(now)
  }

  /** The next time that any run wants to be looked at; Infinity for never. */
  nextWake(): number {
    return this.#wakes.next()
  }

  /** Rows written for a run since this object started; null when it is not known any more. */
  rowsWritten(run: string): number | null {
    return this.#rows.get(run) ?? null
  }

  #forget(run: string) {
    this.#runs.delete(run)
    this.#wakes.set(run, Number.POSITIVE_INFINITY)
  }
}

const unfinishedOf = (stored: StoredRun | undefined) => (stored && stored.summary.status !== 'ended' ? 1 : 0)
