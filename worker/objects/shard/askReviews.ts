import type { RunReview, RunReviews } from '../../../shared/api/reviews.ts'
import type { RunSummary } from '../../../shared/api/runs.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import type { Principal } from '../../security/principal.ts'
import type { Shard } from './openShard.ts'
import { unknownRun } from './unknownRun.ts'

/** What is asked about the reviews of a run: to read them, or to take down one. */
export type ReviewAsk = { put: Pick<RunReview, 'score' | 'comment'>; principal: Principal } | 'list'

/** The reviews of a run. Only what has ended is reviewed; what is personal in a comment is hidden as in the log. */
export function askReviews(shard: Shard | null, run: string, ask: ReviewAsk): Answer<RunReviews> {
  if (!shard?.table.get(run)) return unknownRun
  if (ask === 'list') return answer({ reviews: shard.reviews.of(run) })
  if (!shard.isEnded(run)) return refuse('conflict', 'Only a run that has ended is reviewed.')
  const { put, principal } = ask
  const comment = shard.live.get(run)?.personal?.concealText(put.comment) ?? put.comment
  shard.reviews.put(run, principal.id, { by: principal.by, at: Date.now(), score: put.score, comment })
  return answer({ reviews: shard.reviews.of(run) })
}

/** A summary with the newest review of its run, where there is one. */
export function withReview(summary: RunSummary, reviews: ReadonlyMap<string, RunReview>): RunSummary {
  const review = reviews.get(summary.run)
  return review ? { ...summary, review } : summary
}
