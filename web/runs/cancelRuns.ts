import { callApi } from '../app/api.ts'
import { ApiError } from '../app/apiError.ts'

/** What came of cancelling runs: how many were, and why the others were not, each reason once. */
export type Cancelled = { cancelled: number; refused: number; reasons: string[] }

/** Cancels runs, one after the other: a shard takes them so in any case. One that is refused, as it ended meanwhile, holds up no other. */
export async function cancelRuns(
  runs: readonly string[],
  body: { reason: string; compensate: boolean },
): Promise<Cancelled> {
  let cancelled = 0
  const reasons = new Set<string>()
  for (const run of runs) {
    try {
      await callApi('cancelRun', { params: { run }, body })
      cancelled += 1
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      reasons.add(error.message)
    }
  }
  return { cancelled, refused: runs.length - cancelled, reasons: [...reasons] }
}
