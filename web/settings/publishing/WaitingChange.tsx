import { Hourglass } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useCan, useSession } from '../../app/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Id } from '../../ui/Id.tsx'
import { Input } from '../../ui/Input.tsx'
import { Time } from '../../ui/Time.tsx'

type Decided = { decision: 'approve' | 'deny'; digest: string; note: string }

type WaitingChangeProps = {
  title: string
  proposal: { digest: string; reason: string; by: string; at: number; expiresAt: number }
  /** What would change. */
  children: ReactNode
  error: Error | null
  busy: boolean
  onDecide: (decided: Decided) => void
}

/** A change of the workspace that waits for a second person: what, why and whose it is, and the buttons that decide. */
export function WaitingChange({ title, proposal, children, error, busy, onDecide }: WaitingChangeProps) {
  const { digest, reason, by, at, expiresAt } = proposal
  return (
    <section
      aria-label="Waits for a second person"
      className="mb-4 flex max-w-2xl flex-col gap-3 rounded-md border border-line-1 bg-surface-1 p-4"
    >
      <header className="flex flex-col gap-1">
        <h3 className="flex flex-wrap items-center gap-2 text-sm font-semibold">
          <Hourglass aria-hidden className="size-4 shrink-0 text-accent" />
          {title}
          <Id id={digest} label="digest" />
        </h3>
        <p className="text-sm whitespace-pre-wrap">{reason}</p>
        <p className="text-xs text-fg-2">
          Proposed by {by}, <Time at={at} />; expires <Time at={expiresAt} />
        </p>
      </header>
      {children}
      <Decision by={by} error={error} busy={busy} onDecide={(decided) => onDecide({ ...decided, digest })} />
    </section>
  )
}

type DecisionProps = Pick<WaitingChangeProps, 'error' | 'busy'> & {
  by: string
  onDecide: (decided: Omit<Decided, 'digest'>) => void
}

function Decision({ by, error, busy, onDecide }: DecisionProps) {
  const isOwn = useSession().name === by
  const may = useCan('approve')
  const [note, setNote] = useState('')
  if (!may)
    return (
      <p className="text-sm text-fg-2">
        Somebody else who may approve decides on it: an approver, an operator or an admin.
      </p>
    )
  return (
    <>
      {isOwn && (
        <p className="text-sm text-fg-2">
          You proposed it, so somebody else has to approve it. You can take it back.
        </p>
      )}
      {error && <ProblemNotice error={error} />}
      <div className="flex flex-wrap items-end gap-2">
        <Field label="Why you decide so" className="min-w-64 flex-1">
          <Input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
        </Field>
        <Button variant="danger" disabled={busy} onClick={() => onDecide({ decision: 'deny', note })}>
          {isOwn ? 'Take it back' : 'Deny'}
        </Button>
        {!isOwn && (
          <Button variant="primary" busy={busy} onClick={() => onDecide({ decision: 'approve', note })}>
            Approve
          </Button>
        )}
      </div>
    </>
  )
}

/** What stands on one side of a change, a line each. */
export function Side({ title, lines, none }: { title: string; lines: readonly string[]; none: string }) {
  return (
    <>
      <dt className="text-fg-2">{title}</dt>
      <dd>
        {lines.length === 0 && none}
        {lines.map((line) => (
          <p key={line} className="break-words">
            {line}
          </p>
        ))}
      </dd>
    </>
  )
}

export const sidesClass = 'grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm'
