import { UserRoundCheck } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { assigneeAfterGrant, assigneeWords } from '../../shared/engine/asked.ts'
import type { Assignee, EventOf, RunEvent } from '../../shared/engine/event.ts'
import { ApprovalPanel } from '../approvals/ApprovalPanel.tsx'
import { approverWords } from '../approvals/approvalWords.ts'
import { Votes } from '../approvals/Votes.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Time } from '../ui/Time.tsx'
import type { Playback } from './playback.ts'

type Request = EventOf<'approval.requested'>['data'] & { granted: number; assignee: Assignee | null }

/** The approvals of a log that nobody has decided yet. */
export function openApprovals(events: readonly RunEvent[]): Request[] {
  const open = new Map<string, Request>()
  for (const event of events)
    switch (event.type) {
      case 'approval.requested':
        open.set(event.data.approval, { ...event.data, granted: 0, assignee: null })
        break
      case 'approval.granted': {
        const request = open.get(event.data.approval)
        if (event.data.remaining === 0 || !request) open.delete(event.data.approval)
        else {
          const assignee = assigneeAfterGrant(request.assignee)
          open.set(event.data.approval, { ...request, granted: request.granted + 1, assignee })
        }
        break
      }
      case 'approval.assigned': {
        const request = open.get(event.data.approval)
        if (request) open.set(event.data.approval, { ...request, assignee: event.data.to })
        break
      }
      case 'approval.denied':
      case 'approval.expired':
      case 'approval.edited':
      case 'approval.sent-back':
      case 'approval.superseded':
        open.delete(event.data.approval)
        break
      case 'run.ended':
        open.clear()
        break
      default:
        break
    }
  return [...open.values()]
}

/** Asks for the decisions that a live run waits for. */
export function ApprovalBanner({ playback }: { playback: Playback }) {
  const events = useStore(playback, (state) => state.events)
  return openApprovals(events).map((request) => <ApprovalRequest key={request.approval} request={request} />)
}

function ApprovalRequest({ request }: { request: Request }) {
  const [isOpen, setOpen] = useState(false)
  const { title, approvers, need, deadline, granted, approval, assignee } = request
  return (
    <section
      aria-label={`Approval: ${title}`}
      className="flex flex-wrap items-center gap-3 border-b border-line-1 bg-state-waiting-soft px-3 py-2"
    >
      <UserRoundCheck aria-hidden className="size-4 text-state-waiting" />
      <p className="min-w-0 flex-1 text-sm">
        <strong className="font-medium">{title}</strong>{' '}
        <span className="text-fg-2">
          waits for {assignee ? assigneeWords(assignee) : approverWords(approvers, need)}; it expires{' '}
          <Time at={deadline} />
        </span>
      </p>
      {need > 1 && <Votes granted={granted} need={need} />}
      <Button size="sm" variant="primary" onClick={() => setOpen(true)}>
        Review…
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={title} className="w-[min(900px,calc(100vw-32px))]">
        <ApprovalPanel approval={approval} inRun />
      </Dialog>
    </section>
  )
}
