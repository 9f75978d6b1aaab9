const retryable = new Set([408, 425, 429, 500, 502, 503, 504])

/**
 * What an HTTP status says of a request that was refused: whether another may fare better, and whether this one may have been
 * carried out all the same. A target did nothing where it says that it understood and would not: any 4xx but a time-out.
 */
export function statusFault(status: number): { retryable: boolean; mayHaveHappened: boolean } {
  return {
    retryable: retryable.has(status),
    mayHaveHappened: !(status >= 400 && status < 500 && status !== 408),
  }
}
