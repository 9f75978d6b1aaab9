import { type ReactNode, useState } from 'react'
import type { ApprovalDetail, DecideApproval } from '../../shared/api/approvals.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useCan } from '../app/session.ts'
import { useChange } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/cx.ts'
import { Field } from '../ui/Field.tsx'
import { Textarea } from '../ui/Textarea.tsx'
import { EditForm } from './EditForm.tsx'
import { SendBackForm } from './SendBackForm.tsx'

/** A decision without the digest that it is bound to. */
export type Decided = DecideApproval extends infer D ? (D extends unknown ? Omit<D, 'digest'> : never) : never

type Doing = 'deciding' | 'editing' | 'sending back'

/** Approve, deny, edit or send back. What is shown is what a decision holds for. */
export function DecisionForm({ detail }: { detail: ApprovalDetail }) {
  const [doing, setDoing] = useState<Doing>('deciding')
  const [note, setNote] = useState('')
  const can = useCan('decide')
  const decide = useChange('decideApproval', {
    drops: ['getApproval', 'listApprovals', 'getRun'],
    toastErrors: false,
    onDone: () => setDoing('deciding'),
  })
  if (detail.status !== 'open') return null
  const { you } = detail
  if (!can || !you.decide.may)
    return (
      <Footer>
        <p className="text-sm text-fg-2">{you.decide.why ?? 'Your role does not let you decide.'}</p>
      </Footer>
    )
  const send = (decision: Decided) =>
    decide.mutate({
      params: { run: detail.run, approval: detail.approval },
      body: {
        ...decision,
        digest: detail.digest,
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      } as DecideApproval,
    })
  const error = decide.error && <ProblemNotice error={decide.error} />
  if (doing === 'editing')
    return (
      <Footer>
        {error}
        <EditForm
          detail={detail}
          busy={decide.isPending}
          onCancel={() => setDoing('deciding')}
          onSend={send}
        />
      </Footer>
    )
  if (doing === 'sending back')
    return (
      <Footer>
        {error}
        <SendBackForm
          planners={detail.planners}
          busy={decide.isPending}
          onCancel={() => setDoing('deciding')}
          onSend={send}
        />
      </Footer>
    )
  return (
    <Footer inSight>
      {error}
      {!you.grant.may && <p className="text-sm text-fg-2">{you.grant.why}</p>}
      {!you.sendBack.may && <p className="text-xs text-fg-3">It can’t be sent back: {you.sendBack.why}</p>}
      <Field label="Note" help="Kept in the log with your name.">
        <Textarea value={note} rows={2} maxLength={2000} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <div className="flex flex-wrap items-center justify-end gap-2">
        {you.edit.may && (
          <Button disabled={decide.isPending} onClick={() => setDoing('editing')}>
            Edit…
          </Button>
        )}
        {you.sendBack.may && (
          <Button disabled={decide.isPending} onClick={() => setDoing('sending back')}>
            Send back…
          </Button>
        )}
        <Button variant="danger" busy={decide.isPending} onClick={() => send({ decision: 'deny' })}>
          Deny
        </Button>
        <Button
          variant="primary"
          busy={decide.isPending}
          disabled={!you.grant.may}
          onClick={() => send({ decision: 'grant' })}
        >
          Approve
        </Button>
      </div>
    </Footer>
  )
}

/** `inSight` keeps it at the bottom of what scrolls, however long the plan above it is. */
function Footer({ inSight = false, children }: { inSight?: boolean; children: ReactNode }) {
  return (
    <footer
      aria-label="Your decision"
      className={cx(
        'flex flex-col gap-3 border-t border-line-1 pt-3',
        inSight && 'sticky bottom-0 -mb-4 bg-surface-1 pb-4',
      )}
    >
      {children}
    </footer>
  )
}
