import { Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { type ChangeControl, isLowered } from '../../../shared/api/changeControl.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useApi, useChange } from '../../app/useApi.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Field } from '../../ui/Field.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Input } from '../../ui/Input.tsx'
import { Select } from '../../ui/Select.tsx'

type Asked = { publish: boolean; rollout: boolean }

/** Sets which changes ask for a second person. Whoever does says why: it goes into the log of changes. */
export function ControlForm({ control }: { control: ChangeControl }) {
  const [edited, setEdited] = useState(control)
  const [hours, setHours] = useState(String(control.expiresAfterHours))
  const [reason, setReason] = useState('')
  const drops = ['getChangeControl', 'getControlProposal', 'listChanges'] as const
  const put = useChange('putChangeControl', { drops, toastErrors: false })
  const propose = useChange('proposeControl', {
    drops,
    toastErrors: false,
    onDone: () => {
      setEdited(control)
      setHours(String(control.expiresAfterHours))
      setReason('')
    },
  })
  const expiresAfterHours = Number(hours)
  const hoursFault =
    Number.isInteger(expiresAfterHours) && expiresAfterHours >= 1 && expiresAfterHours <= 720
      ? null
      : 'Write a whole number from 1 to 720.'
  const next = { ...edited, expiresAfterHours }
  const takesTwo = isLowered(control, next)
  const save = takesTwo ? propose : put
  const isSame = JSON.stringify(next) === JSON.stringify(control)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (hoursFault === null) save.mutate({ body: { ...next, reason: reason.trim() } })
  }
  const setLoop = (loop: string, asked: Asked) =>
    setEdited({
      ...edited,
      loops: edited.loops.map((each) => (each.loop === loop ? { loop, ...asked } : each)),
    })
  return (
    <form onSubmit={submit} aria-label="Change control" className="flex max-w-2xl flex-col gap-4">
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 text-sm font-semibold">In every loop, a second person approves</legend>
        <AskedFields asked={edited} onChange={(asked) => setEdited({ ...edited, ...asked })} />
      </fieldset>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 text-sm font-semibold">Loops with a rule of their own</legend>
        {edited.loops.map((each) => (
          <div
            key={each.loop}
            className="flex flex-wrap items-center gap-4 rounded-md border border-line-1 px-3 py-1"
          >
            <code className="min-w-40 flex-1 font-mono text-xs">{each.loop}</code>
            <AskedFields asked={each} of={each.loop} onChange={(asked) => setLoop(each.loop, asked)} />
            <IconButton
              label={`Let ${each.loop} be as every loop`}
              icon={<Trash2 aria-hidden />}
              onClick={() =>
                setEdited({ ...edited, loops: edited.loops.filter(({ loop }) => loop !== each.loop) })
              }
            />
          </div>
        ))}
        <AddLoop
          known={edited.loops.map(({ loop }) => loop)}
          onAdd={(loop) =>
            setEdited({ ...edited, loops: [...edited.loops, { loop, publish: true, rollout: true }] })
          }
        />
      </fieldset>
      <Field label="A proposal expires after, in hours" className="w-56" error={hoursFault}>
        <Input inputMode="numeric" value={hours} onChange={(event) => setHours(event.target.value)} />
      </Field>
      {save.error && <ProblemNotice error={save.error} />}
      {takesTwo && (
        <p className="text-sm text-fg-2">
          Fewer changes would ask for a second person, so one has to approve this: somebody else who may
          approve.
        </p>
      )}
      <div className="flex flex-wrap items-end gap-2">
        <Field label="Why" required className="min-w-64 flex-1">
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <Button
          type="submit"
          variant="primary"
          busy={save.isPending}
          disabled={isSame || reason.trim() === '' || hoursFault !== null}
        >
          {takesTwo ? 'Propose' : 'Save'}
        </Button>
      </div>
    </form>
  )
}

type AskedFieldsProps = { asked: Asked; of?: string; onChange: (asked: Asked) => void }

function AskedFields({ asked: { publish, rollout }, of, onChange }: AskedFieldsProps) {
  const ofLoop = of === undefined ? null : <span className="sr-only"> of {of}</span>
  return (
    <>
      <Field label={<>New versions{ofLoop}</>} layout="row">
        <Checkbox checked={publish} onCheckedChange={(to) => onChange({ publish: to === true, rollout })} />
      </Field>
      <Field label={<>Rollouts{ofLoop}</>} layout="row">
        <Checkbox checked={rollout} onCheckedChange={(to) => onChange({ publish, rollout: to === true })} />
      </Field>
    </>
  )
}

function AddLoop({ known, onAdd }: { known: readonly string[]; onAdd: (loop: string) => void }) {
  const { data } = useApi('listLoops', {})
  const others = (data?.loops ?? []).filter(({ name }) => !known.includes(name))
  if (others.length === 0) return null
  return (
    <Select
      aria-label="Add a loop"
      className="w-64"
      value=""
      placeholder="Add a loop…"
      onValueChange={onAdd}
      options={others.map(({ name, title }) => ({ value: name, label: name, hint: title }))}
    />
  )
}
