import { GitPullRequestArrow, Hourglass } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { ProposalSummary } from '../../../shared/api/proposals.ts'
import { Page } from '../../app/Page.tsx'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useGuarded } from '../../settings/publishing/useGuarded.ts'
import { useWaitingControl } from '../../settings/publishing/useWaitingControl.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Select } from '../../ui/Select.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import { ApprovalsTabs } from '../ApprovalsTabs.tsx'
import { ChoiceRow } from '../ChoiceRow.tsx'
import { ChosenPane } from '../ChosenPane.tsx'
import { useChoiceKeys } from '../useChoiceKeys.ts'
import { ProposalPanel } from './ProposalPanel.tsx'
import { proposalKey, proposalTitle, statusWords } from './proposalWords.ts'
import { useProposals } from './useProposals.ts'

/** Versions and rollouts that wait for a second person: a list, and what is chosen whole beside it. */
export function ProposalsPage() {
  const list = useRef<HTMLUListElement>(null)
  useChoiceKeys(list)
  const [search, setSearch] = useSearchParams()
  const view = search.get('show') === 'settled' ? 'settled' : 'open'
  const { data, error, refetch } = useProposals(view)
  const control = useWaitingControl()
  const guarded = useGuarded()
  const proposals = data?.proposals ?? []
  const chosen = placeOf(search.get('of') ?? (proposals[0] ? proposalKey(proposals[0]) : ''))
  const show = (value: string) => setSearch(value === 'open' ? {} : { show: value }, { replace: true })
  const choose = (proposal: ProposalSummary) =>
    setSearch(
      (current) => {
        const next = new URLSearchParams(current)
        next.set('of', proposalKey(proposal))
        return next
      },
      { replace: true },
    )
  return (
    <Page
      title="Approvals"
      says="Changes of what runs that wait for a second person. An approval holds for exactly what is shown."
      actions={
        <Select
          aria-label="Show"
          className="w-28"
          value={view}
          onValueChange={show}
          options={[
            { value: 'open', label: 'Open' },
            { value: 'settled', label: 'Decided' },
          ]}
        />
      }
    >
      <ApprovalsTabs />
      {view === 'open' && control && (
        <WaitingLink>{control.by} proposed that fewer changes ask for a second person.</WaitingLink>
      )}
      {view === 'open' &&
        guarded.map(({ digest, by, change }) => (
          <WaitingLink key={digest}>
            {by} proposed{' '}
            {change.type === 'host' ? `an address for ${change.host}` : 'policies that hold runs to less'}.
          </WaitingLink>
        ))}
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data && proposals.length === 0 && !search.has('of') ? (
        <EmptyState
          picture={<GitPullRequestArrow className="size-6" />}
          title={
            view === 'open' ? emptyTitle(control !== null || guarded.length > 0) : 'Nothing was decided yet'
          }
          {...(view === 'open'
            ? { action: <Button onClick={() => show('settled')}>Show what was decided</Button> }
            : {})}
        >
          A version or a rollout appears here when the workspace asks for a second person, under Settings,
          Publishing.
        </EmptyState>
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-[24rem_minmax(0,1fr)]">
          {data ? (
            <ul ref={list} aria-label="Proposals" className="flex flex-col gap-2">
              {proposals.map((each) => (
                <li key={proposalKey(each)}>
                  <Row
                    proposal={each}
                    chosen={chosen?.loop === each.loop && chosen.proposal === each.proposal}
                    onChoose={() => choose(each)}
                  />
                </li>
              ))}
            </ul>
          ) : (
            <Skeleton className="h-20 rounded-md" />
          )}
          {chosen && (
            <ChosenPane>
              <ProposalPanel key={`${chosen.loop}.${chosen.proposal}`} {...chosen} />
            </ChosenPane>
          )}
        </div>
      )}
    </Page>
  )
}

/** What is of the workspace is decided on where its change control is set. */
function WaitingLink({ children }: { children: ReactNode }) {
  return (
    <p className="flex flex-wrap items-center gap-x-1 rounded-md border border-line-1 bg-surface-1 px-3 py-2 text-sm">
      <Hourglass aria-hidden className="size-4 shrink-0 text-accent" />
      {children}
      <Link to="/settings/publishing" className="text-accent hover:underline">
        Decide on it
      </Link>
    </p>
  )
}

const emptyTitle = (somethingElseWaits: boolean) =>
  somethingElseWaits ? 'No version and no rollout waits' : 'Nothing waits for a second person'

function placeOf(key: string): { loop: string; proposal: number } | null {
  const [, loop, proposal] = /^(.+)\.([1-9]\d*)$/.exec(key) ?? []
  return loop === undefined ? null : { loop, proposal: Number(proposal) }
}

type RowProps = { proposal: ProposalSummary; chosen: boolean; onChoose: () => void }

function Row({ proposal, chosen, onChoose }: RowProps) {
  const { by, at, expiresAt, status, reason, decided } = proposal
  return (
    <ChoiceRow
      title={proposalTitle(proposal)}
      badge={<Badge tone={statusWords[status].tone}>{statusWords[status].label}</Badge>}
      chosen={chosen}
      onChoose={onChoose}
    >
      {reason !== '' && <span className="line-clamp-2 text-xs text-fg-2">{reason}</span>}
      <span className="text-xs text-fg-3">
        {status === 'open' ? (
          <>
            {by}, <Time at={at} />; expires <Time at={expiresAt} />
          </>
        ) : (
          <>
            {decided ? `${decided.by}, ` : ''}
            <Time at={decided?.at ?? expiresAt} />
          </>
        )}
      </span>
    </ChoiceRow>
  )
}
