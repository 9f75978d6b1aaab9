import { exprLimits } from './exprLimits.ts'

/**
 * Counts the work of one evaluation. An expression can swallow an error (`||`, `&&`, the macros do), so whether the
 * bound was passed is asked here, not read from the result.
 */
export class Meter {
  #left = 0
  #excess: string | null = null

  reset(): void {
    this.#left = exprLimits.work
    this.#excess = null
  }

  /** Why the evaluation was stopped; null when it was not. */
  get excess(): string | null {
    return this.#excess
  }

  /** Spends work. Throws past the bound, which ends the evaluation. */
  spend(units: number): void {
    this.#left -= units
    if (this.#left < 0) this.stop('it takes too much work: use smaller lists or fewer nested macros')
  }

  spendOnText(length: number): void {
    if (length > exprLimits.textLength)
      this.stop(`it builds a text of more than ${exprLimits.textLength} characters`)
    this.spend(1 + Math.ceil(length / 64))
  }

  spendOnList(length: number): void {
    if (length > exprLimits.listLength)
      this.stop(`it builds a list of more than ${exprLimits.listLength} elements`)
    this.spend(1 + length)
  }

  stop(reason: string): never {
    this.#excess ??= reason
    throw new Error(reason)
  }
}
