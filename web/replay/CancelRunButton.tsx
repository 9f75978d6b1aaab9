import { OctagonX, Undo2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useChange } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import { Popover } from '../ui/Popover.tsx'

type CancelRunButtonProps = {
  run: string
  /** It is cancelled already and undoes what it did: all that is left is to stop that. */
  undoing: boolean
}

/** Ends a run in one of two ways that are never confused: undoing what it did, or at once. */
export function CancelRunButton({ run, undoing }: CancelRunButtonProps) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const cancel = useChange('cancelRun', {
    drops: ['getRun'],
    toastErrors: false,
    onDone: () => setOpen(false),
  })
  const send = (compensate: boolean) => cancel.mutate({ params: { run }, body: { reason, compensate } })
  const sending = (compensate: boolean) => cancel.isPending && cancel.variables.body.compensate === compensate
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      label={undoing ? 'Stop the undoing' : 'End the run'}
      trigger={<Button variant="danger">{undoing ? 'Stop at once…' : 'Cancel run…'}</Button>}
    >
      <div className="flex flex-col gap-3">
        {cancel.error && <ProblemNotice error={cancel.error} />}
        <Field label="Reason" help="Kept in the log with your name.">
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {!undoing && (
          <Way says="What succeeded is undone, newest first; then the run ends.">
            <Button
              variant="danger"
              icon={<Undo2 aria-hidden />}
              busy={sending(true)}
              onClick={() => send(true)}
            >
              Cancel and undo
            </Button>
          </Way>
        )}
        <Way
          says={
            undoing
              ? 'What has not been undone yet stays done.'
              : 'Nothing more is done and nothing undone: what it did stays done.'
          }
        >
          <Button
            variant="danger"
            icon={<OctagonX aria-hidden />}
            busy={sending(false)}
            onClick={() => send(false)}
          >
            Stop at once
          </Button>
        </Way>
        <Button className="self-end" onClick={() => setOpen(false)}>
          {undoing ? 'Let it undo' : 'Let it run'}
        </Button>
      </div>
    </Popover>
  )
}

/** A way to end it, with what it does. */
export function Way({ says, children }: { says: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[136px_minmax(0,1fr)] items-center gap-3 border-t border-line-1 pt-3">
      {children}
      <p className="text-xs text-fg-2">{says}</p>
    </div>
  )
}
