import type { Role } from '../../shared/api/rights.ts'

/** What each role may do, in a few words. */
export const roleWords = {
  viewer: 'Reads loops and runs',
  reviewer: 'Reads and reviews runs',
  approver: 'Reads, and decides approvals',
  builder: 'Reads, edits and publishes loops',
  operator: 'Reads, starts, cancels and approves runs',
  admin: 'Everything, with hosts, secrets and tokens',
} as const satisfies Record<Role, string>
