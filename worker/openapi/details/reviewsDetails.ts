import type { reviewsRoutes } from '../../../shared/api/routes/reviews.ts'
import type { Details } from './operationDetails.ts'

export const reviewsDetails = {
  listReviews: {
    description: 'Newest first. Each person has one; the log of the run knows nothing of them.',
  },
  putReview: {
    description:
      'A score from 1, bad, to 5, good, and a comment. Each person has one review of a run: another takes the place of the first. What is personal in the comment is hidden as in the log. 409 `conflict` for a run that has not ended. Reviews go with the run when retention drops it.',
    refuses: ['conflict'],
    example: { score: 4, comment: 'Right, but one iteration too many.' },
  },
} satisfies Record<keyof typeof reviewsRoutes, Details>
