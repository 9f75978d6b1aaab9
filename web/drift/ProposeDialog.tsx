import { type FormEvent, useState } from 'react'
import { type BaselineWindow, ProposeBaseline } from '../../shared/api/baselines.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useChange } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field } from '../ui/Field.tsx'
import { Select } from '../ui/Select.tsx'
import { Textarea } from '../ui/Textarea.tsx'

type ProposeDialogProps = {
  loop: string
  name: string
  window: BaselineWindow | undefined
  open: boolean
  onOpenChange: (open: boolean) => void
}

const example = '{ "amount": { "as": "number", "values": [12, 15.5, 9] } }'

/** Proposes a version of a baseline, from what the last runs observed or from values that are pasted. */
export function ProposeDialog({ loop, name, window, open, onOpenChange }: ProposeDialogProps) {
  const observed = window?.observations ?? 0
  const [from, setFrom] = useState<'window' | 'values'>(observed > 0 ? 'window' : 'values')
  const [note, setNote] = useState('')
  const [values, setValues] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const propose = useChange('proposeBaseline', {
    drops: ['listBaselines', 'getBaselineWindow', 'listChanges'],
    toastErrors: false,
    onDone: () => onOpenChange(false),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const request = requestFor({ name, note, from, values })
    setFault(request.ok ? null : request.fault)
    if (request.ok) propose.mutate({ params: { loop }, body: request.body })
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Propose a baseline for ${name}`}
      description="Nothing changes until somebody else approves it. Runs go on being compared with the version that holds."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" type="submit" form="propose-baseline" busy={propose.isPending}>
            Propose
          </Button>
        </>
      }
    >
      <form id="propose-baseline" onSubmit={submit} className="flex flex-col gap-3">
        {propose.error && <ProblemNotice error={propose.error} />}
        <Field
          label="Made of"
          help={
            from === 'window'
              ? `What the last ${observed.toLocaleString('en')} runs observed, over all shards.`
              : 'Values of a time that you know was normal, by field.'
          }
        >
          <Select
            value={from}
            onValueChange={(value) => setFrom(value === 'window' ? 'window' : 'values')}
            options={[
              { value: 'window', label: 'What the last runs observed' },
              { value: 'values', label: 'Values that I give' },
            ]}
          />
        </Field>
        {from === 'values' && (
          <Field label="Values (JSON)" required {...(fault ? { error: fault } : {})}>
            <Textarea
              rows={7}
              code
              placeholder={example}
              value={values}
              onChange={(event) => setValues(event.target.value)}
            />
          </Field>
        )}
        <Field label="Why" help="For whoever decides on it; kept with the version.">
          <Textarea rows={2} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}

type Draft = { name: string; note: string; from: 'window' | 'values'; values: string }

function requestFor({ name, note, from, values }: Draft) {
  if (from === 'window') return { ok: true, body: { name, note, from: { type: from } } } as const
  const fields = parsed(values)
  if (fields === undefined)
    return { ok: false, fault: `This is not JSON. Write, for example: ${example}` } as const
  const body = ProposeBaseline.safeParse({ name, note, from: { type: from, fields } })
  if (body.success) return { ok: true, body: body.data } as const
  const [issue] = body.error.issues
  const place = issue?.path.slice(2).join(' → ')
  return { ok: false, fault: `${place ? `${place}: ` : ''}${issue?.message ?? 'Not valid'}` } as const
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
