import { type FormEvent, useState } from 'react'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useChange } from '../../app/useApi.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import { Input } from '../../ui/Input.tsx'
import { toast } from '../../ui/toast.ts'

/** Asks once more before it forgets a person: the values can't be brought back. */
export function EraseForm() {
  const [subject, setSubject] = useState('')
  const [reason, setReason] = useState('')
  const [asking, setAsking] = useState(false)
  const erase = useChange('erase', {
    drops: ['listErasures', 'listChanges', 'getRunPersonal'],
    toastErrors: false,
    onDone: ({ receipt: { runs, waiting } }) => {
      toast.success(`Erased in ${runs.length + waiting.length} runs`)
      setSubject('')
      setReason('')
    },
  })
  const isComplete = subject.trim().length >= 3 && reason.trim().length >= 3
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isComplete) setAsking(true)
  }
  return (
    <form onSubmit={submit} aria-label="Erase a person" className="mb-4 flex flex-col gap-3">
      {erase.error && <ProblemNotice error={erase.error} />}
      <div className="flex flex-wrap items-start gap-3">
        <Field
          label="Person"
          className="min-w-64 flex-1"
          help="An e-mail address, a phone number or an id, as it stands in the data."
        >
          <Input value={subject} onChange={(event) => setSubject(event.target.value)} maxLength={320} />
        </Field>
        <Field label="Reason" className="min-w-48 flex-1" help="Stands in the receipt.">
          <Input value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
        </Field>
        <div className="pt-5">
          <Button type="submit" variant="danger" disabled={!isComplete} busy={erase.isPending}>
            Erase…
          </Button>
        </div>
      </div>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title="Erase this person?"
        description="No personal value of any run about them can be read any more, theirs or anybody else’s in it. Runs under way forget once they have ended. This can’t be undone."
        footer={
          <>
            <Button onClick={() => setAsking(false)}>Keep</Button>
            <Button
              variant="danger"
              onClick={() => {
                setAsking(false)
                erase.mutate({ body: { subject, reason } })
              }}
            >
              Erase
            </Button>
          </>
        }
      />
    </form>
  )
}
