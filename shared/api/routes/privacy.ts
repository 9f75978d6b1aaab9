import { ArchivePage, ArchiveQuery } from '../archive.ts'
import * as privacy from '../privacy.ts'
import { RunSummary } from '../runs.ts'
import type { RouteSpec } from './routeSpec.ts'

/** Personal data: who sees it, and how it is forgotten. */
export const privacyRoutes = {
  getRunPersonal: {
    method: 'GET',
    path: '/api/runs/:run/personal',
    right: 'read',
    says: 'The tokens of a run’s personal data, hints of what they stand for, and who was shown it',
    answer: privacy.RunPersonal,
    status: 200,
  },
  reveal: {
    method: 'POST',
    path: '/api/runs/:run/reveal',
    right: 'reveal',
    says: 'See what tokens of a run stand for; that goes on record with the reason',
    body: privacy.RevealRequest,
    answer: privacy.Revealed,
    status: 200,
  },
  restoreRun: {
    method: 'POST',
    path: '/api/runs/:run/restore',
    right: 'administer',
    says: 'Bring a run back from the archive for a week, without its personal values',
    answer: RunSummary,
    status: 200,
  },
  listArchive: {
    method: 'GET',
    path: '/api/privacy/archive',
    right: 'read',
    says: 'The runs of a loop that are in the archive',
    query: ArchiveQuery,
    answer: ArchivePage,
    status: 200,
  },
  listErasures: {
    method: 'GET',
    path: '/api/privacy/erasures',
    right: 'read',
    says: 'The receipts of what was erased, newest first, and the key that they verify with',
    answer: privacy.Erasures,
    status: 200,
  },
  erase: {
    method: 'POST',
    path: '/api/privacy/erasures',
    right: 'administer',
    says: 'Forget a person in all runs of the workspace; the answer is a signed receipt',
    body: privacy.ErasureRequest,
    answer: privacy.SignedReceipt,
    status: 200,
  },
  getCounts: {
    method: 'GET',
    path: '/api/privacy/counts',
    right: 'read',
    says: 'How many runs of a loop ended how, with differential-privacy noise, from the budget of the day',
    query: privacy.CountsQuery,
    answer: privacy.NoisyCounts,
    status: 200,
  },
} as const satisfies Record<string, RouteSpec>
