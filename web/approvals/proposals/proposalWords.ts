import type { ProposalStatus, ProposalSummary } from '../../../shared/api/proposals.ts'
import type { BadgeTone } from '../../ui/Badge.tsx'

export const statusWords = {
  open: { label: 'Waits', tone: 'accent' },
  approved: { label: 'Approved', tone: 'success' },
  denied: { label: 'Denied', tone: 'danger' },
  withdrawn: { label: 'Taken back', tone: 'neutral' },
  superseded: { label: 'Replaced', tone: 'neutral' },
  expired: { label: 'Expired', tone: 'neutral' },
} as const satisfies Record<ProposalStatus, { label: string; tone: BadgeTone }>

/** What a proposal would do, in a line. */
export const proposalTitle = ({ change, loop }: ProposalSummary) =>
  change.type === 'version' ? `A new version of ${loop}` : `Another rollout of ${loop}`

/** What tells a proposal apart from all others, in an address. */
export const proposalKey = ({ loop, proposal }: ProposalSummary) => `${loop}.${proposal}`
