import { useState } from 'react'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useChange } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { Checkbox } from '../ui/Checkbox.tsx'
import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import { Popover } from '../ui/Popover.tsx'

type CancelRunButtonProps = {
  run: string
  /** It is cancelled already and undoes what it did: all that is left is to stop that. */
  undoing: boolean
}

/** Cancels a run, undoing what it did unless told otherwise. */
export function CancelRunButton({ run, undoing }: CancelRunButtonProps) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [wished, setWished] = useState(true)
  const compensate = wished && !undoing
  const cancel = useChange('cancelRun', {
    drops: ['getRun'],
    toastErrors: false,
    onDone: () => setOpen(false),
  })
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      label={undoing ? 'Stop the undoing' : 'Cancel the run'}
      trigger={<Button variant="danger">{undoing ? 'Stop at once…' : 'Cancel run…'}</Button>}
    >
      <div className="flex flex-col gap-3">
        {cancel.error && <ProblemNotice error={cancel.error} />}
        <Field label="Reason" help="Kept in the log with your name.">
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {undoing ? (
          <p className="text-xs text-fg-2">What has not been undone yet stays done.</p>
        ) : (
          <Field
            label="Undo what it did first"
            layout="row"
            help={
              compensate
                ? 'Steps that succeeded are compensated, newest first.'
                : 'It stops at once; what it did stays done.'
            }
          >
            <Checkbox checked={compensate} onCheckedChange={(checked) => setWished(checked === true)} />
          </Field>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={() => setOpen(false)}>{undoing ? 'Let it undo' : 'Let it run'}</Button>
          <Button
            variant="danger"
            busy={cancel.isPending}
            onClick={() => cancel.mutate({ params: { run }, body: { reason, compensate } })}
          >
            {undoing ? 'Stop at once' : 'Cancel the run'}
          </Button>
        </div>
      </div>
    </Popover>
  )
}
