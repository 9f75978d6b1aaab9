import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { ApprovalDetail } from '../../shared/api/approvals.ts'
import { assigneeWords } from '../../shared/engine/asked.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useCan } from '../app/session.ts'
import { useApi } from '../app/useApi.ts'
import { Badge } from '../ui/Badge.tsx'
import { cx } from '../ui/cx.ts'
import { Disclosure } from '../ui/Disclosure.tsx'
import { JsonView } from '../ui/JsonView.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { VerdictBadge } from '../ui/VerdictBadge.tsx'
import { ApprovalSteps } from './ApprovalSteps.tsx'
import { AssignPopover } from './AssignPopover.tsx'
import { aboutWords, approverWords, riskWords, wordsOf } from './approvalWords.ts'
import { DecisionForm } from './DecisionForm.tsx'
import { Remarks } from './Remarks.tsx'
import { Votes } from './Votes.tsx'

const refreshMs = 4_000

/** An approval whole: what is asked, with what it is about, and the decision. */
export function ApprovalPanel({ approval, inRun = false }: { approval: string; inRun?: boolean }) {
  const query = useApi('getApproval', { params: { approval } }, { refetchInterval: refreshMs })
  if (query.error && !query.data)
    return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <Skeleton className="h-80 rounded-md" />
  const detail = query.data
  return (
    <article aria-label={detail.title} className={cx('flex flex-col gap-4', !inRun && 'p-4')}>
      <Heading detail={detail} inRun={inRun} />
      <Facts detail={detail} />
      {detail.steps.length > 0 && <ApprovalSteps steps={detail.steps} about={detail.about} />}
      <Shown detail={detail} />
      <Remarks detail={detail} />
      <DecisionForm key={detail.digest} detail={detail} />
    </article>
  )
}

function Heading({ detail, inRun }: { detail: ApprovalDetail; inRun: boolean }) {
  const { risk, irreversible } = detail
  const words = wordsOf(detail)
  return (
    <header className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-2">
        {!inRun && <h2 className="text-base font-semibold">{detail.title}</h2>}
        <Badge tone={words.tone}>{words.label}</Badge>
        {risk && <Badge tone={riskWords[risk].tone}>{riskWords[risk].label}</Badge>}
        {irreversible > 0 && (
          <Badge tone="danger">
            {irreversible === 1 ? '1 step can’t be undone' : `${irreversible} steps can’t be undone`}
          </Badge>
        )}
      </div>
      {detail.message && <p className="text-sm text-fg-2">{detail.message}</p>}
      {detail.decided && (
        <p className="text-sm text-fg-2">
          {words.label}
          {detail.decided.by ? ` by ${detail.decided.by}` : ''} <Time at={detail.decided.at} />
          {detail.decided.note ? `: ${detail.decided.note}` : '.'}
        </p>
      )}
    </header>
  )
}

function Facts({ detail }: { detail: ApprovalDetail }) {
  const mayAssign = useCan('decide') && detail.you.assign.may
  const rows: [string, ReactNode][] = [
    ['About', aboutWords[detail.about]],
    [
      'Run',
      <span key="run">
        <Link
          to={`/runs/${encodeURIComponent(detail.run)}`}
          className="font-mono text-xs text-accent underline"
        >
          {detail.run.slice(-8)}
        </Link>{' '}
        of{' '}
        <Link to={`/loops/${detail.loop}`} className="text-accent underline">
          {detail.loop}
        </Link>
        {detail.startedBy ? `, started by ${detail.startedBy}` : ''}
        {detail.iteration > 0 ? `, iteration ${detail.iteration}` : ''}
      </span>,
    ],
    ['Asks', approverWords(detail.approvers, detail.need)],
    ...(mayAssign || detail.assignee
      ? [
          [
            'Assigned',
            <span key="assignee" className="inline-flex flex-wrap items-center gap-1">
              {detail.assignee ? `to ${assigneeWords(detail.assignee)}` : 'to nobody yet'}
              {mayAssign && <AssignPopover detail={detail} />}
            </span>,
          ] as [string, ReactNode],
        ]
      : []),
    [
      'So far',
      <span key="votes" className="inline-flex flex-wrap items-center gap-2">
        <Votes granted={detail.grantedBy.length} need={detail.need} />
        {detail.grantedBy.length > 0 && <span className="text-fg-2">{detail.grantedBy.join(', ')}</span>}
      </span>,
    ],
    [
      'Time',
      <span key="time">
        asked <Time at={detail.requestedAt} />
        {detail.status === 'open' && (
          <>
            , due <Time at={detail.deadline} />; then it counts as refused
          </>
        )}
      </span>,
    ],
    ...(detail.editedBy.length > 0
      ? [['Edited by', `${detail.editedBy.join(', ')}, who can’t approve it`] as [string, string]]
      : []),
  ]
  return (
    <dl className="grid grid-cols-[6rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-xs leading-5 text-fg-3">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** What else may matter: what the node shows, the input, the verdict, the policies that matched. */
function Shown({ detail }: { detail: ApprovalDetail }) {
  const { show, verdict, policies, about } = detail
  const shown =
    about === 'step' && typeof show === 'object' && show !== null && 'shown' in show ? show['shown'] : show
  const isPlain = about === 'plan' || (about === 'step' && shown === show) || about === 'input'
  return (
    <div className="flex flex-col gap-2">
      {verdict && (
        <p className="flex flex-wrap items-center gap-2 text-sm">
          <VerdictBadge verdict={verdict.verdict} /> of {verdict.verifier}, risk {verdict.risk.toFixed(2)}
          {verdict.reasons.length > 0 && <span className="text-fg-2">{verdict.reasons.join('; ')}</span>}
        </p>
      )}
      {!isPlain && shown !== null && shown !== undefined && (
        <section aria-label="Shown to the approver" className="rounded-md border border-line-1 px-3 py-2">
          {typeof shown === 'string' ? (
            <p className="text-sm whitespace-pre-wrap">{shown}</p>
          ) : (
            <JsonView value={shown} label="Shown to the approver" root="show" />
          )}
        </section>
      )}
      {policies.length > 0 && (
        <Disclosure summary={`Policies that matched (${policies.length})`}>
          <ul className="flex flex-col gap-1 text-sm">
            {policies.map((each) => (
              <li key={`${each.policy} ${each.subject}`}>
                <span className="font-mono text-xs">{each.policy}</span>{' '}
                <span className="text-fg-3">
                  {each.effect} at {each.point}
                </span>
                : {each.message}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      <Disclosure summary="The run’s input">
        <JsonView value={detail.input} label="Input" root="input" />
      </Disclosure>
    </div>
  )
}
