import { type FormEvent, useState } from 'react'
import { type GivenRight, type Role, rightsOf } from '../../../shared/api/rights.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useChange } from '../../app/useApi.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Field } from '../../ui/Field.tsx'
import { Input } from '../../ui/Input.tsx'
import { Select } from '../../ui/Select.tsx'
import { RoleSelect } from '../RoleSelect.tsx'
import { reasonIn, WhyField } from '../WhyField.tsx'
import { LoopsInput } from './LoopsInput.tsx'
import { RightsInput } from './RightsInput.tsx'

const lifetimes = [
  { value: 'never', label: 'Never', days: null },
  { value: '7', label: 'After 7 days', days: 7 },
  { value: '30', label: 'After 30 days', days: 30 },
  { value: '365', label: 'After a year', days: 365 },
] as const

/** Makes a token, and shows it this once. */
export function TokenForm() {
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [why, setWhy] = useState('')
  const [lifetime, setLifetime] = useState<string>('30')
  const [without, setWithout] = useState<readonly GivenRight[]>([])
  const [loops, setLoops] = useState<readonly string[]>([])
  const create = useChange('createToken', {
    drops: ['listTokens'],
    toastErrors: false,
    onDone: () => {
      setName('')
      setWhy('')
    },
  })
  const all: readonly GivenRight[] = rightsOf[role]
  const rights = all.filter((right) => !without.includes(right))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const days = lifetimes.find((each) => each.value === lifetime)?.days ?? null
    create.mutate({
      body: {
        name: name.trim(),
        role,
        ...(rights.length === all.length ? {} : { rights }),
        ...(loops.length === 0 ? {} : { loops: [...loops] }),
        expiresAt: days === null ? null : Date.now() + days * 86_400_000,
        ...reasonIn(why),
      },
    })
  }
  return (
    <form onSubmit={submit} aria-label="Make a token" className="mt-4 flex flex-col gap-3">
      {create.error && <ProblemNotice error={create.error} />}
      <output className="block">
        {create.data && (
          <div className="rounded-md border border-success bg-success-soft p-3">
            <p className="text-sm font-medium">Copy the token now: it is not shown again.</p>
            <p className="flex items-center gap-1">
              <code className="font-mono text-xs break-all">{create.data.token}</code>
              <CopyButton text={create.data.token} label="Copy the token" />
            </p>
          </div>
        )}
      </output>
      <div className="flex flex-wrap items-start gap-3">
        <Field label="Name" className="min-w-48 flex-1" help="What it is for.">
          <Input
            value={name}
            maxLength={120}
            placeholder="Deploy script"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label="Role" className="w-64">
          <RoleSelect value={role} onChange={setRole} />
        </Field>
        <Field label="Ends" className="w-40">
          <Select value={lifetime} onValueChange={setLifetime} options={lifetimes} />
        </Field>
      </div>
      {all.length > 1 && <RightsInput all={all} without={without} onChange={setWithout} />}
      <div className="flex flex-wrap items-start gap-3">
        <LoopsInput chosen={loops} onChange={setLoops} />
        <WhyField why={why} onChange={setWhy} />
      </div>
      <div>
        <Button
          type="submit"
          variant="primary"
          busy={create.isPending}
          disabled={name.trim() === '' || rights.length === 0}
        >
          Make token
        </Button>
      </div>
    </form>
  )
}
