import { z } from 'zod'

/** What somebody made of a run that has ended. It stands beside the log, which stays as it was. */
export const RunReview = z.strictObject({
  by: z.string(),
  /** Milliseconds since the epoch. */
  at: z.int(),
  /** From 1, bad, to 5, good. */
  score: z.int().min(1).max(5),
  comment: z.string(),
})
export type RunReview = z.infer<typeof RunReview>

export const PutReview = z.strictObject({
  score: RunReview.shape.score,
  comment: z.string().trim().max(2000).default(''),
})

/** Newest first; each person has one. */
export const RunReviews = z.strictObject({ reviews: z.array(RunReview) })
export type RunReviews = z.infer<typeof RunReviews>
