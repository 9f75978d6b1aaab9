import { type FormEvent, useState } from 'react'
import type { SecretInfo } from '../../../shared/api/workspace.ts'
import { ResourceName } from '../../../shared/graph/ids.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useApi, useChange } from '../../app/useApi.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Input } from '../../ui/Input.tsx'
import { Select } from '../../ui/Select.tsx'
import { toast } from '../../ui/toast.ts'
import { NameField } from '../NameField.tsx'
import { reasonIn, WhyField } from '../WhyField.tsx'
import { NamesInput } from './NamesInput.tsx'

/** For how many seconds the value before a replaced one counts. */
const grace = [
  { value: '0', label: 'Not any more' },
  { value: '3600', label: 'For an hour' },
  { value: '86400', label: 'For a day' },
  { value: '604800', label: 'For a week' },
] as const

const isSame = (now: readonly string[] | null, before: readonly string[] | null = null) =>
  JSON.stringify(now) === JSON.stringify(before)

/** Sets a secret's value, once it is known who may use it; of an existing one either may be left as it is. */
export function SecretForm({ replaced, onDone }: { replaced: SecretInfo | null; onDone: () => void }) {
  const [name, setName] = useState(replaced?.name ?? '')
  const [value, setValue] = useState('')
  const [tried, setTried] = useState(false)
  const [why, setWhy] = useState('')
  const [kept, setKept] = useState('0')
  const [hosts, setHosts] = useState<readonly string[] | null>(replaced?.hosts ?? null)
  const [loops, setLoops] = useState<readonly string[] | null>(replaced?.loops ?? null)
  const knownHosts = useApi('listHosts', {})
  const knownLoops = useApi('listLoops', {})
  const save = useChange('putSecret', {
    drops: ['listSecrets'],
    toastErrors: false,
    onDone: (secret) => {
      toast.success(`Secret ${secret.name} set`)
      setName('')
      setValue('')
      setWhy('')
      setTried(false)
      setHosts(null)
      setLoops(null)
      onDone()
    },
  })
  const nameFault = ResourceName.safeParse(name).error?.issues[0]?.message
  const valueFault = value === '' && replaced === null ? 'Give the value.' : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (nameFault || valueFault) return
    const keeping = replaced === null || kept === '0' ? {} : { keepPreviousSeconds: Number(kept) }
    // What is left out stays as it is, also where somebody else changed it meanwhile.
    const restriction = {
      ...(isSame(hosts, replaced?.hosts) ? {} : { hosts: hosts && [...hosts] }),
      ...(isSame(loops, replaced?.loops) ? {} : { loops: loops && [...loops] }),
    }
    const set = value === '' ? {} : { value, ...keeping }
    save.mutate({ params: { secret: name }, body: { ...set, ...restriction, ...reasonIn(why) } })
  }
  return (
    <form
      onSubmit={submit}
      aria-label={replaced ? `Change ${replaced.name}` : 'Add a secret'}
      className="mt-4 flex flex-col gap-3"
    >
      {save.error && <ProblemNotice error={save.error} />}
      <div className="flex flex-wrap items-start gap-3">
        <NameField
          help="As graphs refer to it."
          placeholder="github_token"
          name={name}
          fixed={replaced !== null}
          error={tried ? nameFault : undefined}
          onChange={setName}
        />
        <Field
          label={replaced ? 'New value' : 'Value'}
          className="min-w-64 flex-1"
          {...(replaced ? { help: 'Left empty, the value stays as it is.' } : {})}
          {...(tried && valueFault ? { error: valueFault } : {})}
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
      </div>
      <div className="flex flex-wrap items-start gap-3">
        <NamesInput
          label="Sent to hosts"
          help="Choose no host for a secret that only callers sign with."
          any="Any host"
          none="No host"
          known={(knownHosts.data?.hosts ?? []).map((host) => host.name)}
          chosen={hosts}
          onChange={setHosts}
        />
        <NamesInput
          label="Used by loops"
          help="Other loops can’t even name it."
          any="Any loop"
          none="No loop"
          known={(knownLoops.data?.loops ?? []).map((loop) => loop.name)}
          chosen={loops}
          onChange={setLoops}
        />
        <WhyField why={why} onChange={setWhy} />
      </div>
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={save.isPending}>
          {replaced ? 'Save the secret' : 'Add secret'}
        </Button>
        {replaced && <Button onClick={onDone}>Cancel</Button>}
      </div>
    </form>
  )
}
