import { GitCompareArrows } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Rollout } from '../../../shared/api/loops.ts'
import type { Proposal } from '../../../shared/api/proposals.ts'
import { verdictOf } from '../../../shared/compat/compatibility.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useApi } from '../../app/useApi.ts'
import { Impact } from '../../editor/draft/Impact.tsx'
import { graphDiff } from '../../editor/model/graphDiff.ts'
import { ChangeList } from '../../editor/versions/ChangeList.tsx'
import { diffWords } from '../../editor/versions/diffWords.ts'
import { rolloutWords } from '../../editor/versions/rollout/rolloutWords.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Finding } from '../../ui/Finding.tsx'
import { Id } from '../../ui/Id.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import { ProposalDecision } from './ProposalDecision.tsx'
import { ProposalProof } from './ProposalProof.tsx'
import { proposalTitle, statusWords } from './proposalWords.ts'

const refreshMs = 5_000

/** A proposal whole: what it changes, its tests, its proof, whom it breaks, and the decision. */
export function ProposalPanel({ loop, proposal }: { loop: string; proposal: number }) {
  const params = { loop, proposal: String(proposal) }
  const { data, error, refetch } = useApi('getProposal', { params }, { refetchInterval: refreshMs })
  if (error && !data) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton className="h-80 rounded-md" />
  return (
    <article aria-label={proposalTitle(data)} className="flex min-w-0 flex-col gap-4 p-4">
      <Heading proposal={data} />
      {data.change.type === 'rollout' && (
        <RolloutChange loop={loop} from={data.from} to={data.change.rollout} />
      )}
      {data.change.type === 'version' && data.change.canary && (
        <RolloutChange
          loop={loop}
          title="Who gets it"
          from={data.from}
          to={{
            stable: data.from.stable,
            canary: { version: data.change.version, weight: data.change.canary.weight },
          }}
        />
      )}
      {data.proposed && <Differences proposal={data} graph={data.proposed.graph} />}
      {data.proposed && (
        <Part title="Tests and proof">
          <ul className="flex flex-col gap-2">
            <Tests proposed={data.proposed} />
            <ProposalProof graph={data.proposed.graph} />
          </ul>
        </Part>
      )}
      {data.fromNumber !== null && (
        <Part title="What changes for others">
          <Impact number={data.fromNumber} breaking={verdictOf(data.impact)} changes={data.impact} />
        </Part>
      )}
      {data.status === 'open' && <ProposalDecision key={data.digest} proposal={data} />}
    </article>
  )
}

function Heading({ proposal }: { proposal: Proposal }) {
  const { loop, by, at, expiresAt, status, change, reason, decided, digest } = proposal
  const note = change.type === 'version' ? change.note : reason
  return (
    <header className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="text-base font-semibold">{proposalTitle(proposal)}</h2>
        <Badge tone={statusWords[status].tone}>{statusWords[status].label}</Badge>
      </div>
      {note !== '' && <p className="text-sm whitespace-pre-wrap">{note}</p>}
      <p className="flex flex-wrap items-center gap-x-2 text-xs text-fg-2">
        <span>
          Proposal {proposal.proposal} by {by}, <Time at={at} />
        </span>
        {status === 'open' && (
          <span>
            expires <Time at={expiresAt} />
          </span>
        )}
        <Link to={`/loops/${loop}`} className="text-accent hover:underline">
          Open the loop
        </Link>
        <span className="flex items-center gap-1">
          Bound to <Id id={digest} label="digest" />
        </span>
      </p>
      {decided && (
        <p className="text-sm text-fg-2">
          {statusWords[status].label} by {decided.by}, <Time at={decided.at} />
          {decided.note !== '' && <>: “{decided.note}”</>}
        </p>
      )}
    </header>
  )
}

function Part({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <h3 className="text-sm font-semibold">{title}</h3>
        {aside}
      </div>
      {children}
    </section>
  )
}

type DifferencesProps = { proposal: Proposal; graph: NonNullable<Proposal['proposed']>['graph'] }

function Differences({ proposal: { loop, proposal, fromNumber }, graph }: DifferencesProps) {
  const navigate = useNavigate()
  const before = useApi(
    'getVersion',
    { params: { loop, version: String(fromNumber ?? '') } },
    { enabled: fromNumber !== null, staleTime: Number.POSITIVE_INFINITY },
  )
  const diff = useMemo(() => (before.data ? graphDiff(before.data.graph, graph) : null), [before.data, graph])
  if (fromNumber === null)
    return (
      <Part title="What it changes">
        <p className="text-sm text-fg-2">It is what takes calls from then on: nothing does now.</p>
      </Part>
    )
  if (before.error) return <ProblemNotice error={before.error} />
  if (!diff) return <Skeleton className="h-24" />
  const place = `/loops/${loop}?compare=${fromNumber}..p${proposal}`
  return (
    <Part
      title="What it changes"
      aside={
        <Button size="sm" asChild>
          <Link to={place}>
            <GitCompareArrows aria-hidden /> See it on the canvas
          </Link>
        </Button>
      }
    >
      <p className="text-sm">
        <span className="text-fg-2">Against version {fromNumber}:</span> {diffWords(diff)}
      </p>
      <div className="max-h-80 overflow-auto rounded-md border border-line-1">
        <ChangeList diff={diff} onPick={() => void navigate(place)} />
      </div>
    </Part>
  )
}

function Tests({ proposed: { tests } }: { proposed: NonNullable<Proposal['proposed']> }) {
  if (tests.tests.length === 0)
    return (
      <Finding kind="open" title="It has no tests">
        {null}
      </Finding>
    )
  if (tests.failed === 0)
    return (
      <Finding kind="good" title={`All ${tests.passed} tests passed`}>
        When it was proposed; they run again with the approval.
      </Finding>
    )
  return (
    <Finding kind="bad" title={`${tests.failed} of ${tests.tests.length} tests failed`}>
      <ul className="list-disc pl-4">
        {tests.tests
          .filter(({ passed }) => !passed)
          .map((test) => (
            <li key={test.case}>
              {test.title}: {test.failures[0]?.message}
            </li>
          ))}
      </ul>
    </Finding>
  )
}

type RolloutChangeProps = { loop: string; title?: string; from: Rollout; to: Rollout }

function RolloutChange({ loop, title = 'What it changes', from, to }: RolloutChangeProps) {
  const { data } = useApi('listVersions', { params: { loop } })
  const versions = data?.versions ?? []
  return (
    <Part title={title}>
      <dl className="grid grid-cols-[4rem_minmax(0,1fr)] gap-y-1 text-sm">
        <dt className="text-fg-2">Now</dt>
        <dd>{rolloutWords(from, versions)}</dd>
        <dt className="text-fg-2">Then</dt>
        <dd className="font-medium">{rolloutWords(to, versions)}</dd>
      </dl>
    </Part>
  )
}
