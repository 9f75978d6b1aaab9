import { UserRoundCheck } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { EventOf, RunEvent } from '../../shared/engine/event.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useCan } from '../app/session.ts'
import { useChange } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { JsonView } from '../ui/JsonView.tsx'
import { Popover } from '../ui/Popover.tsx'
import { Textarea } from '../ui/Textarea.tsx'
import { Time } from '../ui/Time.tsx'
import type { Playback } from './playback.ts'

type Request = EventOf<'approval.requested'>['data']

/** The approvals of a log that nobody has decided yet. */
export function openApprovals(events: readonly RunEvent[]): Request[] {
  const open = new Map<string, Request>()
  for (const event of events) {
    if (event.type === 'approval.requested') open.set(event.data.approval, event.data)
    if (event.type === 'approval.granted' && event.data.remaining === 0) open.delete(event.data.approval)
    if (event.type === 'approval.denied' || event.type === 'approval.expired')
      open.delete(event.data.approval)
    if (event.type === 'run.ended') open.clear()
  }
  return [...open.values()]
}

/** Asks for the decisions that a live run waits for. */
export function ApprovalBanner({ run, playback }: { run: string; playback: Playback }) {
  const events = useStore(playback, (state) => state.events)
  const waiting = openApprovals(events)
  return (
    <>
      {waiting.map((request) => (
        <ApprovalRequest key={request.approval} run={run} request={request} />
      ))}
    </>
  )
}

function ApprovalRequest({ run, request }: { run: string; request: Request }) {
  const [note, setNote] = useState('')
  const may = useCan('approve')
  const decide = useChange('decideApproval', { drops: ['getRun'], toastErrors: false })
  const send = (decision: 'grant' | 'deny') =>
    decide.mutate({
      params: { run, approval: request.approval },
      body: {
        decision,
        digest: request.subject.digest,
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      },
    })
  return (
    <section
      aria-label={`Approval: ${request.title}`}
      className="flex flex-wrap items-center gap-3 border-b border-line-1 bg-state-waiting-soft px-3 py-2"
    >
      <UserRoundCheck aria-hidden className="size-4 text-state-waiting" />
      <p className="min-w-0 flex-1 text-sm">
        <strong className="font-medium">{request.title}</strong>{' '}
        <span className="text-fg-2">
          waits for {request.approvers.join(' or ')}; it expires <Time at={request.deadline} />
        </span>
      </p>
      <Popover
        align="end"
        label="What is to be decided"
        className="w-105"
        trigger={<Button size="sm">Show what it is about</Button>}
      >
        <JsonView value={request.show} label="Shown to the approver" root="show" />
      </Popover>
      {may && (
        <Popover
          align="end"
          label="Decide"
          trigger={
            <Button size="sm" variant="primary">
              Decide…
            </Button>
          }
        >
          <div className="flex flex-col gap-3">
            {decide.error && <ProblemNotice error={decide.error} />}
            <Field label="Note" help="Kept in the log with your name.">
              <Textarea value={note} maxLength={2000} onChange={(event) => setNote(event.target.value)} />
            </Field>
            <div className="flex justify-end gap-2">
              <Button variant="danger" busy={decide.isPending} onClick={() => send('deny')}>
                Deny
              </Button>
              <Button variant="primary" busy={decide.isPending} onClick={() => send('grant')}>
                Approve
              </Button>
            </div>
          </div>
        </Popover>
      )}
    </section>
  )
}
