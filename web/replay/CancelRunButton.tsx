import { useState } from 'react'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useChange } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { Checkbox } from '../ui/Checkbox.tsx'
import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import { Popover } from '../ui/Popover.tsx'

/** Cancels a run, undoing what it did unless told otherwise. */
export function CancelRunButton({ run }: { run: string }) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [compensate, setCompensate] = useState(true)
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
      label="Cancel the run"
      trigger={<Button variant="danger">Cancel run…</Button>}
    >
      <div className="flex flex-col gap-3">
        {cancel.error && <ProblemNotice error={cancel.error} />}
        <Field label="Reason" help="Kept in the log with your name.">
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <Field
          label="Undo what it did first"
          layout="row"
          help={
            compensate
              ? 'Steps that succeeded are compensated, newest first.'
              : 'It stops at once; what it did stays done.'
          }
        >
          <Checkbox checked={compensate} onCheckedChange={(checked) => setCompensate(checked === true)} />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={() => setOpen(false)}>Let it run</Button>
          <Button
            variant="danger"
            busy={cancel.isPending}
            onClick={() => cancel.mutate({ params: { run }, body: { reason, compensate } })}
          >
            Cancel the run
          </Button>
        </div>
      </div>
    </Popover>
  )
}
