import { type FormEvent, useState } from 'react'
import type { SecretInfo } from '../../shared/api/workspace.ts'
import { ResourceName } from '../../shared/graph/ids.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useCan } from '../app/session.ts'
import { useApi, useChange } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import { Select } from '../ui/Select.tsx'
import { Time } from '../ui/Time.tsx'
import { toast } from '../ui/toast.ts'
import { RemoveButton } from './RemoveButton.tsx'
import { ResourceTable } from './ResourceTable.tsx'
import { SectionIntro } from './SectionIntro.tsx'

/** Secrets by name. A value can be set and replaced; it is never shown. */
export function SecretsPanel() {
  const secrets = useApi('listSecrets', {})
  const may = useCan('administer')
  const [replaced, setReplaced] = useState<string | null>(null)
  const remove = useChange('deleteSecret', { drops: ['listSecrets'] })
  return (
    <>
      <SectionIntro title="Secrets">
        Actions and triggers name a secret; its value is encrypted, reaches only the request that needs it,
        and is never shown or logged again.
      </SectionIntro>
      {secrets.error && <ProblemNotice error={secrets.error} onRetry={() => void secrets.refetch()} />}
      <ResourceTable<SecretInfo>
        caption="Secrets"
        rows={secrets.data?.secrets}
        keyOf={(secret) => secret.name}
        empty={
          <EmptyState title="No secrets yet">
            Add one, then write {'{{ secrets.name }}'} in an action’s headers.
          </EmptyState>
        }
        columns={[
          {
            key: 'name',
            label: 'Name',
            className: 'w-full',
            cell: (secret) => <code className="font-mono text-xs">{secret.name}</code>,
          },
          {
            key: 'at',
            label: 'Set',
            className: 'whitespace-nowrap',
            cell: (secret) => (
              <span className="text-fg-2">
                <Time at={secret.updatedAt} /> by {secret.updatedBy}
                {secret.previousUntil !== null && (
                  <>
                    {' '}
                    · callers may sign with the old value until <Time at={secret.previousUntil} />
                  </>
                )}
              </span>
            ),
          },
          {
            key: 'do',
            label: 'Actions',
            hidden: true,
            cell: (secret) =>
              may && (
                <span className="flex justify-end gap-1">
                  <Button
                    size="sm"
                    onClick={() => setReplaced(secret.name)}
                    aria-label={`Replace the value of ${secret.name}`}
                  >
                    Replace
                  </Button>
                  <RemoveButton
                    what={`the secret ${secret.name}`}
                    says="What needs it fails from then on. The value can't be brought back."
                    busy={remove.isPending}
                    onRemove={() => remove.mutate({ params: { secret: secret.name } })}
                  />
                </span>
              ),
          },
        ]}
      />
      {may && <SecretForm key={replaced ?? 'new'} replaced={replaced} onDone={() => setReplaced(null)} />}
    </>
  )
}

/** For how many seconds the value before a replaced one counts. */
const grace = [
  { value: '0', label: 'Not any more' },
  { value: '3600', label: 'For an hour' },
  { value: '86400', label: 'For a day' },
  { value: '604800', label: 'For a week' },
] as const

function SecretForm({ replaced, onDone }: { replaced: string | null; onDone: () => void }) {
  const [name, setName] = useState(replaced ?? '')
  const [value, setValue] = useState('')
  const [tried, setTried] = useState(false)
  const [kept, setKept] = useState('0')
  const save = useChange('putSecret', {
    drops: ['listSecrets'],
    toastErrors: false,
    onDone: (secret) => {
      toast.success(`Secret ${secret.name} set`)
      setName('')
      setValue('')
      setTried(false)
      onDone()
    },
  })
  const nameFault = ResourceName.safeParse(name).error?.issues[0]?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (nameFault || value === '') return
    const keeping = replaced === null || kept === '0' ? {} : { keepPreviousSeconds: Number(kept) }
    save.mutate({ params: { secret: name }, body: { value, ...keeping } })
  }
  return (
    <form
      onSubmit={submit}
      aria-label={replaced ? `Replace ${replaced}` : 'Add a secret'}
      className="mt-4 flex flex-col gap-3"
    >
      {save.error && <ProblemNotice error={save.error} />}
      <div className="flex flex-wrap items-start gap-3">
        <Field
          label="Name"
          className="w-48"
          help="As graphs refer to it."
          {...(tried && nameFault ? { error: nameFault } : {})}
        >
          <Input
            code
            value={name}
            readOnly={replaced !== null}
            placeholder="github_token"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field
          label="Value"
          className="min-w-64 flex-1"
          {...(tried && value === '' ? { error: 'Give the value.' } : {})}
        >
          <Input
            code
            type="password"
            autoComplete="new-password"
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        </Field>
        {replaced && (
          <Field
            label="Callers may sign with the old value"
            className="w-56"
            help="So that no call is refused while its sender moves over. What Pavane sends takes the new one at once."
          >
            <Select value={kept} onValueChange={setKept} options={grace} />
          </Field>
        )}
        <div className="flex gap-2 pt-5">
          <Button type="submit" variant="primary" busy={save.isPending}>
            {replaced ? 'Replace the value' : 'Add secret'}
          </Button>
          {replaced && <Button onClick={onDone}>Cancel</Button>}
        </div>
      </div>
    </form>
  )
}
