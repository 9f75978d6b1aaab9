import { useRef } from 'react'
import type { ApprovalSummary } from '../../shared/api/approvals.ts'
import { assigneeWords } from '../../shared/engine/asked.ts'
import { Badge } from '../ui/Badge.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { ApprovalPreview } from './ApprovalPreview.tsx'
import { riskWords, wordsOf } from './approvalWords.ts'
import { ChoiceRow } from './ChoiceRow.tsx'
import { useChoiceKeys } from './useChoiceKeys.ts'
import { Votes } from './Votes.tsx'

type ApprovalListProps = {
  approvals: readonly ApprovalSummary[]
  loading: boolean
  chosen: string | null
  onChoose: (approval: string) => void
}

/** What people are asked, each as a button that shows it whole. */
export function ApprovalList({ approvals, loading, chosen, onChoose }: ApprovalListProps) {
  const list = useRef<HTMLUListElement>(null)
  useChoiceKeys(list)
  if (loading)
    return (
      <div className="flex flex-col gap-2">
        {Array.from({ length: 4 }, (_, index) => (
          <Skeleton key={index} className="h-20 rounded-md" />
        ))}
      </div>
    )
  return (
    <ul ref={list} aria-label="Approvals" className="flex flex-col gap-2">
      {approvals.map((approval) => (
        <li key={approval.approval}>
          <ApprovalRow
            approval={approval}
            chosen={approval.approval === chosen}
            onChoose={() => onChoose(approval.approval)}
          />
        </li>
      ))}
    </ul>
  )
}

type RowProps = { approval: ApprovalSummary; chosen: boolean; onChoose: () => void }

function ApprovalRow({ approval, chosen, onChoose }: RowProps) {
  const { title, loop, status, risk, irreversible, message, decided, assignee, comments } = approval
  const isOpen = status === 'open'
  return (
    <ChoiceRow
      title={title}
      badge={!isOpen && <Badge tone={wordsOf(approval).tone}>{wordsOf(approval).label}</Badge>}
      chosen={chosen}
      onChoose={onChoose}
    >
      {message && <span className="text-xs text-fg-2">{message}</span>}
      <ApprovalPreview preview={approval.preview} />
      <span className="flex flex-wrap items-center gap-1.5">
        <span className="font-mono text-xs text-fg-2">
          {loop} · {approval.run.slice(-8)}
        </span>
        {isOpen && risk && <Badge tone={riskWords[risk].tone}>{riskWords[risk].label}</Badge>}
        {isOpen && irreversible > 0 && (
          <Badge tone="danger">
            {irreversible === 1 ? '1 step can’t be undone' : `${irreversible} steps can’t be undone`}
          </Badge>
        )}
        {isOpen && assignee && <Badge tone="accent">Assigned to {assigneeWords(assignee)}</Badge>}
        {comments > 0 && (
          <span className="text-xs text-fg-3">{comments === 1 ? '1 comment' : `${comments} comments`}</span>
        )}
      </span>
      <span className="flex w-full flex-wrap items-center justify-between gap-x-3 text-xs text-fg-3">
        {isOpen ? (
          <>
            <span>
              asked <Time at={approval.requestedAt} />, due <Time at={approval.deadline} />
            </span>
            <Votes granted={approval.grantedBy.length} need={approval.need} />
          </>
        ) : (
          <span>
            {decided?.by ? `${decided.by}, ` : ''}
            <Time at={decided?.at ?? approval.requestedAt} />
          </span>
        )}
      </span>
    </ChoiceRow>
  )
}
