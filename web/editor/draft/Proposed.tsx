import { Hourglass } from 'lucide-react'
import { Link } from 'react-router'
import { controlOf } from '../../../shared/api/changeControl.ts'
import type { ProposalSummary } from '../../../shared/api/proposals.ts'
import { useApi } from '../../app/useApi.ts'
import { Button } from '../../ui/Button.tsx'
import { Id } from '../../ui/Id.tsx'
import { Time } from '../../ui/Time.tsx'

/** Whether a version of this loop goes out, or its rollout changes, only once a second person has approved it; null until that is known. */
export function useNeedsSecond(loop: string, what: 'publish' | 'rollout'): boolean | null {
  const { data, error } = useApi('getChangeControl', {})
  // Should it not be known, the server says so when it is asked to.
  if (error) return false
  return data ? controlOf(data, loop)[what] : null
}

const placeOf = ({ loop, proposal }: ProposalSummary) => `/approvals/publishing?of=${loop}.${proposal}`

/** What was proposed, and where it is decided. */
export function Proposed({ proposal }: { proposal: ProposalSummary }) {
  return (
    <div className="flex flex-col gap-3">
      <p className="flex items-center gap-2 text-sm font-medium">
        <Hourglass aria-hidden className="size-4 text-accent" />
        Proposed; it waits for a second person
        <Id id={proposal.digest} label="digest" />
      </p>
      <p className="text-xs text-fg-2">
        Somebody else who may approve looks at it. It expires <Time at={proposal.expiresAt} />; what you edit
        from here on is not part of it.
      </p>
      <div>
        <Button asChild>
          <Link to={placeOf(proposal)}>See the proposal</Link>
        </Button>
      </div>
    </div>
  )
}

type WaitingProposalProps = { loop: string; of: ProposalSummary['change']['type'] }

/** Says that a version or a rollout of the loop waits already: a new proposal takes its place. */
export function WaitingProposal({ loop, of }: WaitingProposalProps) {
  const { data } = useApi('listProposals', { query: { loop, status: 'open' } })
  const waiting = data?.proposals.find(({ change }) => change.type === of)
  if (!waiting) return null
  return (
    <p className="flex items-start gap-1 text-xs text-fg-2">
      <Hourglass aria-hidden className="mt-0.5 size-3.5 shrink-0 text-accent" />
      <span>
        A {of} that {waiting.by} proposed <Time at={waiting.at} /> waits for a second person.{' '}
        <Link to={placeOf(waiting)} className="text-accent underline">
          See it
        </Link>
        . Yours takes its place.
      </span>
    </p>
  )
}
