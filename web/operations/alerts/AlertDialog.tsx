import { type FormEvent, useId, useState } from 'react'
import type { Alert } from '../../../shared/api/alerts.ts'
import type { KpiMeasure } from '../../../shared/projections/kpiAlert.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useApi, useChange } from '../../app/useApi.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import { Input } from '../../ui/Input.tsx'
import { Select } from '../../ui/Select.tsx'
import { type AlertFaults, type AlertForm, formOf, readForm } from './alertForm.ts'
import { measures } from './alertWords.ts'

const every = 'every'

type AlertDialogProps = { edited: Alert | null; loops: readonly string[]; onClose: () => void }

/** Sets an alert: what it watches, from when on it fires, and who is told. */
export function AlertDialog({ edited, loops, onClose }: AlertDialogProps) {
  const id = useId()
  const [form, setForm] = useState(() => formOf(edited))
  const [faults, setFaults] = useState<AlertFaults>({})
  const hosts = useApi('listHosts', {})
  const secrets = useApi('listSecrets', {})
  const save = useChange('putAlert', {
    drops: ['listAlerts', 'listChanges'],
    toastErrors: false,
    onDone: onClose,
  })
  const set = <K extends keyof AlertForm>(key: K, value: AlertForm[K]) => setForm({ ...form, [key]: value })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const read = readForm(form)
    if ('faults' in read) return setFaults(read.faults)
    setFaults({})
    save.mutate({ params: { alert: form.name }, body: read.rule })
  }
  const { unit, hasWindow } = measures[form.measure]
  const text = (
    key: 'name' | 'title' | 'threshold' | 'windowHours' | 'path',
    label: string,
    help?: string,
  ) => (
    <Field label={label} {...(help ? { help } : {})} error={faults[key]}>
      <Input
        value={form[key]}
        code={key === 'name' || key === 'path'}
        readOnly={key === 'name' && edited !== null}
        onChange={(event) => set(key, event.target.value)}
      />
    </Field>
  )
  const chosen = (key: 'host' | 'secret', label: string, names: readonly string[], help: string) => (
    <Field label={label} help={help} error={faults[key]}>
      <Select
        value={form[key]}
        onValueChange={(value) => set(key, value)}
        options={[...new Set([...names, form[key]])].flatMap((name) =>
          name === '' ? [] : [{ value: name, label: name }],
        )}
      />
    </Field>
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={edited ? `Change the alert ${edited.alert}` : 'New alert'}
      description="It is looked at every minute. Its receiver is told when it begins and when it is over."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} variant="primary" busy={save.isPending}>
            {edited ? 'Save the alert' : 'Add alert'}
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={submit} className="flex flex-col gap-3" noValidate>
        {save.error && <ProblemNotice error={save.error} />}
        {text('title', 'Title')}
        <div className="grid grid-cols-2 gap-3">
          {text('name', 'Name', 'As the API knows it.')}
          <Field label="Loop">
            <Select
              value={form.loop === '' ? every : form.loop}
              onValueChange={(value) => set('loop', value === every ? '' : value)}
              options={[
                { value: every, label: 'Every loop' },
                ...loops.map((loop) => ({ value: loop, label: loop })),
              ]}
            />
          </Field>
        </div>
        <Field label="Fires on">
          <Select
            value={form.measure}
            onValueChange={(value) => set('measure', value as KpiMeasure)}
            options={Object.entries(measures).map(([value, { label }]) => ({ value, label }))}
          />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          {text('threshold', `${form.measure === 'started' ? 'Fewer than' : 'From'} (${unit})`)}
          {hasWindow && text('windowHours', 'Within (hours)', 'Whole hours, and the one that has begun.')}
        </div>
        <div className="grid grid-cols-2 gap-3">
          {chosen('host', 'Host', hosts.data?.hosts.map(({ name }) => name) ?? [], 'Who is told.')}
          {text('path', 'Path')}
        </div>
        {chosen(
          'secret',
          'Signing secret',
          secrets.data?.secrets.map(({ name }) => name) ?? [],
          'Signs as Standard Webhooks do: base64. One that is kept for some loops does not serve.',
        )}
      </form>
    </Dialog>
  )
}
