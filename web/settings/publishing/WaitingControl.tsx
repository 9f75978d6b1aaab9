import { Hourglass } from 'lucide-react'
import { useState } from 'react'
import type { ControlProposal } from '../../../shared/api/changeControl.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useCan, useSession } from '../../app/session.ts'
import { useChange } from '../../app/useApi.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Id } from '../../ui/Id.tsx'
import { Input } from '../../ui/Input.tsx'
import { Time } from '../../ui/Time.tsx'
import { controlWords } from './controlWords.ts'
import { useWaitingControl } from './useWaitingControl.ts'

const drops = ['getChangeControl', 'getControlProposal', 'listChanges'] as const

/** The change by which a second person would be asked less, as long as it waits for one. */
export function WaitingControl() {
  const waiting = useWaitingControl()
  return waiting && <Waiting key={waiting.digest} proposal={waiting} />
}

function Waiting({ proposal }: { proposal: ControlProposal }) {
  const { digest, from, to, reason, by, at, expiresAt } = proposal
  const [before, after] = [controlWords(from), controlWords(to)]
  return (
    <section
      aria-label="Waits for a second person"
      className="mb-4 flex max-w-2xl flex-col gap-3 rounded-md border border-line-1 bg-surface-1 p-4"
    >
      <header className="flex flex-col gap-1">
        <h3 className="flex flex-wrap items-center gap-2 text-sm font-semibold">
          <Hourglass aria-hidden className="size-4 shrink-0 text-accent" />
          Fewer changes would ask for a second person
          <Id id={digest} label="digest" />
        </h3>
        <p className="text-sm whitespace-pre-wrap">{reason}</p>
        <p className="text-xs text-fg-2">
          Proposed by {by}, <Time at={at} />; expires <Time at={expiresAt} />
        </p>
      </header>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
        <Side title="Now" lines={before.filter((line) => !after.includes(line))} />
        <Side title="Then" lines={after.filter((line) => !before.includes(line))} />
      </dl>
      <Decision proposal={proposal} />
    </section>
  )
}

function Side({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <>
      <dt className="text-fg-2">{title}</dt>
      <dd>
        {lines.length === 0 && 'No rule of its own for these loops.'}
        {lines.map((line) => (
          <p key={line} className="break-words">
            {line}
          </p>
        ))}
      </dd>
    </>
  )
}

function Decision({ proposal: { digest, by } }: { proposal: ControlProposal }) {
  const isOwn = useSession().name === by
  const may = useCan('approve')
  const [note, setNote] = useState('')
  const decide = useChange('decideControl', { drops, toastErrors: false })
  const send = (decision: 'approve' | 'deny') => decide.mutate({ body: { decision, digest, note } })
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
      {decide.error && <ProblemNotice error={decide.error} />}
      <div className="flex flex-wrap items-end gap-2">
        <Field label="Why you decide so" className="min-w-64 flex-1">
          <Input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
        </Field>
        <Button variant="danger" disabled={decide.isPending} onClick={() => send('deny')}>
          {isOwn ? 'Take it back' : 'Deny'}
        </Button>
        {!isOwn && (
          <Button variant="primary" busy={decide.isPending} onClick={() => send('approve')}>
            Approve
          </Button>
        )}
      </div>
    </>
  )
}
