import type { GivenRight } from '../../shared/api/rights.ts'

/** What each right lets somebody do, in a few words. */
export const rightWords = {
  read: 'Read loops and runs',
  review: 'Review runs',
  reveal: 'See personal data',
  decide: 'Decide approvals',
  approve: 'Approve baselines',
  build: 'Edit and publish loops',
  operate: 'Start and stop runs',
  administer: 'Change this workspace’s settings',
} as const satisfies Record<GivenRight, string>
