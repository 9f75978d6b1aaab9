import type { Role } from '../../shared/api/rights.ts'

/** What each role may do, in a few words. */
export const roleWords = {
  viewer: 'Reads loops and runs',
  reviewer: 'Reads, and sees personal data, with a reason',
  approver: 'Reads, and decides approvals and baselines',
  builder: 'Reads, edits and publishes loops; decides where it is asked',
  operator: 'Reads, starts, cancels and approves runs',
  admin: 'Everything, with hosts, secrets and tokens',
} as const satisfies Record<Role, string>
