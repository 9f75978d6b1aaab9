import { PutReview, RunReviews } from '../reviews.ts'
import type { RouteSpec } from './routeSpec.ts'

/** What people made of runs that have ended. */
export const reviewsRoutes = {
  listReviews: {
    method: 'GET',
    path: '/api/runs/:run/reviews',
    right: 'read',
    says: 'The reviews of a run',
    answer: RunReviews,
    status: 200,
  },
  putReview: {
    method: 'PUT',
    path: '/api/runs/:run/review',
    right: 'review',
    says: 'Review a run that has ended',
    body: PutReview,
    answer: RunReviews,
    status: 200,
  },
} as const satisfies Record<string, RouteSpec>
