import { useMutation, useQueryClient } from '@tanstack/react-query'
import { OctagonX, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { callApi } from '../app/api.ts'
import { Way } from '../replay/CancelRunButton.tsx'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import { Popover } from '../ui/Popover.tsx'
import { toast } from '../ui/toast.ts'
import { type Asked, askEachRun } from './askEachRun.ts'
import { RefusedRuns } from './RefusedRuns.tsx'

type CancelRunsButtonProps = {
  /** The runs that have not ended. */
  runs: readonly string[]
  /** Which those are. */
  which: string
  /** The list is still that of other filters. */
  disabled: boolean
}

/** Ends every one of some runs, those that there were when this was opened. */
export function CancelRunsButton({ runs, which, disabled }: CancelRunsButtonProps) {
  const client = useQueryClient()
  const [asked, setAsked] = useState<readonly string[] | null>(null)
  const [reason, setReason] = useState('')
  const cancel = useMutation<Asked, Error, boolean>({
    mutationFn: (compensate) =>
      askEachRun(asked ?? [], (run) =>
        callApi('cancelRun', { params: { run }, body: { reason, compensate } }),
      ),
    onSuccess: ({ done, refused }) => {
      if (refused > 0) return
      setAsked(null)
      toast.success(doneWords(done))
    },
    // What they waited for is asked no longer.
    onSettled: () =>
      Promise.all(
        ['listRuns', 'listApprovals'].map((route) => client.invalidateQueries({ queryKey: [route] })),
      ),
  })
  const sending = (compensate: boolean) => cancel.isPending && cancel.variables === compensate
  const count = (asked ?? runs).length
  const these = count === 1 ? '1 run' : `${count.toLocaleString('en')} runs`
  return (
    <Popover
      open={asked !== null}
      onOpenChange={(open) => {
        if (cancel.isPending) return
        cancel.reset()
        setAsked(open ? runs : null)
      }}
      label="End runs"
      trigger={
        <Button size="sm" variant="danger" disabled={disabled}>
          Cancel {these}…
        </Button>
      }
    >
      {cancel.data ? (
        <RefusedRuns {...cancel.data} words={doneWords(cancel.data.done)} />
      ) : (
        <div className="flex flex-col gap-3">
          <p className="text-sm">
            {these}: {which}.
          </p>
          {cancel.error && <p className="text-sm text-danger">It stopped: {cancel.error.message}</p>}
          <Field label="Reason" help="Kept in each log with your name.">
            <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          </Field>
          <Way says="Of each, what succeeded is undone, newest first; then it ends.">
            <Button
              variant="danger"
              icon={<Undo2 aria-hidden />}
              busy={sending(true)}
              disabled={cancel.isPending}
              onClick={() => cancel.mutate(true)}
            >
              Cancel and undo
            </Button>
          </Way>
          <Way says="Nothing more is done and nothing undone: what they did stays done.">
            <Button
              variant="danger"
              icon={<OctagonX aria-hidden />}
              busy={sending(false)}
              disabled={cancel.isPending}
              onClick={() => cancel.mutate(false)}
            >
              Stop at once
            </Button>
          </Way>
        </div>
      )}
    </Popover>
  )
}

const doneWords = (cancelled: number) =>
  cancelled === 1 ? '1 run was cancelled' : `${cancelled.toLocaleString('en')} runs were cancelled`
