import { History } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { RunSummary } from '../../shared/api/runs.ts'
import { WrittenPolicy } from '../../shared/graph/writtenPolicy.ts'
import type { Json } from '../../shared/json.ts'
import { type PastDecision, pastDecisions } from '../../shared/policy/pastDecisions.ts'
import { mayHoldToken } from '../../shared/privacy/token.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useApi } from '../app/useApi.ts'
import { OutcomeBadge } from '../runs/OutcomeBadge.tsx'
import { shortRun } from '../runs/shortRun.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { TriedView } from './TriedView.tsx'
import { tryPolicy } from './tryPolicy.ts'
import { usePastRun } from './usePastRun.ts'

type PastDecisionsProps = {
  /** The policy as it is written now. */
  policy: Json
  /** Only runs of this loop. */
  loop?: string
  onKeep: (decision: PastDecision, title: string) => void
  onClose: () => void
}

/** What past runs asked policies at the point of this one, each to keep as a case of it. */
export function PastDecisions({ onClose, ...rest }: PastDecisionsProps) {
  const [run, setRun] = useState<RunSummary | null>(null)
  return (
    <Dialog
      open
      onOpenChange={(next) => {
        if (!next) onClose()
      }}
      title="A case of a past run"
      description="What a run asked its policies, as it was logged, becomes a case: the policy is asked the same again whenever it changes."
      className="w-[min(680px,calc(100vw-32px))]"
    >
      {run ? (
        <DecisionList run={run} onBack={() => setRun(null)} {...rest} />
      ) : (
        <RunList {...(rest.loop === undefined ? {} : { loop: rest.loop })} onPick={setRun} />
      )}
    </Dialog>
  )
}

function RunList({ loop, onPick }: { loop?: string; onPick: (run: RunSummary) => void }) {
  const list = useApi('listRuns', { query: { ...(loop === undefined ? {} : { loop }), limit: 50 } })
  if (list.error && !list.data) {
    return <ProblemNotice error={list.error} onRetry={() => void list.refetch()} />
  }
  if (!list.data) return <Skeleton className="h-24" />
  const { runs } = list.data
  if (runs.length === 0) {
    return (
      <EmptyState picture={<History className="size-6" />} title="No runs yet">
        Once there are runs, what they asked policies can be kept here.
      </EmptyState>
    )
  }
  return (
    <ul aria-label="Past runs" className="flex flex-col pb-2">
      {runs.map((run) => (
        <li
          key={run.run}
          className="flex flex-wrap items-center gap-2 border-b border-line-1 py-1.5 text-sm last:border-0"
        >
          <OutcomeBadge status={run.status} outcome={run.outcome} />
          {loop === undefined && <span className="min-w-0 truncate">{run.loop}</span>}
          <span className="font-mono text-xs text-fg-2">{shortRun(run.run)}</span>
          <span className="min-w-0 flex-1 text-xs text-fg-3">
            <Time at={run.acceptedAt} />
          </span>
          <Button size="sm" onClick={() => onPick(run)}>
            Show its decisions<span className="sr-only"> of run {shortRun(run.run)}</span>
          </Button>
        </li>
      ))}
    </ul>
  )
}

type DecisionListProps = Pick<PastDecisionsProps, 'policy' | 'onKeep'> & {
  run: RunSummary
  onBack: () => void
}

function DecisionList({ policy, run, onKeep, onBack }: DecisionListProps) {
  const past = usePastRun(run)
  const rule = useMemo(() => WrittenPolicy.safeParse(policy), [policy])
  const decisions = useMemo(
    () => (past.data && rule.success ? pastDecisions(past.data.events, past.data.program, rule.data) : []),
    [past.data, rule],
  )
  const point = rule.data?.at
  return (
    <div className="flex flex-col gap-2 pb-2">
      <div className="flex items-center gap-2">
        <Button size="sm" variant="ghost" onClick={onBack}>
          All runs
        </Button>
        <span className="font-mono text-xs text-fg-2">Run {shortRun(run.run)}</span>
      </div>
      {!rule.success && <p className="text-sm text-fg-2">Finish the policy first.</p>}
      {past.error && <ProblemNotice error={past.error} onRetry={() => void past.refetch()} />}
      {past.isPending && <Skeleton className="h-24" />}
      {past.data && rule.success && decisions.length === 0 && (
        <p className="text-sm text-fg-2">This run asked nothing at {point} that the policy is for.</p>
      )}
      <ul aria-label="Decisions" className="flex flex-col">
        {decisions.map((decision) => (
          <DecisionRow
            key={`${decision.seq} ${decision.subject ?? ''}`}
            decision={decision}
            policy={policy}
            onKeep={() => onKeep(decision, titleOf(run, decision))}
          />
        ))}
      </ul>
    </div>
  )
}

function titleOf({ run }: RunSummary, { point, subject }: PastDecision): string {
  return `Run ${shortRun(run)}, ${subject ?? point}`
}

type DecisionRowProps = { decision: PastDecision; policy: Json; onKeep: () => void }

function DecisionRow({ decision: { point, subject, seq, scope }, policy, onKeep }: DecisionRowProps) {
  const tried = useMemo(() => tryPolicy(policy, scope), [policy, scope])
  const isPersonal = tried.is !== 'unfinished' && mayHoldToken(JSON.stringify(tried.values))
  const name = subject ?? point
  return (
    <li className="flex items-start gap-3 border-t border-line-1 py-2 first:border-0">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="text-sm">
          {point} {subject !== null && <code className="font-mono text-xs">{subject}</code>}{' '}
          <span className="text-xs text-fg-3">event {seq}</span>
        </p>
        <TriedView tried={tried} />
        {isPersonal && (
          <p className="text-xs text-warning">
            Logs hold tokens in place of personal data: put made-up values where the case has “[personal:…]”.
          </p>
        )}
      </div>
      <Button size="sm" onClick={onKeep}>
        Keep as a case
        <span className="sr-only">
          : {name}, event {seq}
        </span>
      </Button>
    </li>
  )
}
