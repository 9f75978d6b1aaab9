import { type FormEvent, useState } from 'react'
import { Role } from '../../shared/api/rights.ts'
import type { TokenInfo } from '../../shared/api/identity.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useApi, useChange } from '../app/useApi.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import { Select } from '../ui/Select.tsx'
import { Time } from '../ui/Time.tsx'
import { RemoveButton } from './RemoveButton.tsx'
import { ResourceTable } from './ResourceTable.tsx'
import { roleWords } from './roleWords.ts'
import { SectionIntro } from './SectionIntro.tsx'

/** Tokens for the API. A new one is shown once. */
export function TokensPanel() {
  const tokens = useApi('listTokens', {})
  const remove = useChange('deleteToken', { drops: ['listTokens'] })
  return (
    <>
      <SectionIntro title="Tokens">
        A token lets a program, or a person without a sign-in link, use the API with one role. Only its hash
        is kept.
      </SectionIntro>
      {tokens.error && <ProblemNotice error={tokens.error} onRetry={() => void tokens.refetch()} />}
      <ResourceTable<TokenInfo>
        caption="Tokens"
        rows={tokens.data?.tokens}
        keyOf={(token) => token.id}
        empty={
          <EmptyState title="No tokens yet">
            Make one for each program that calls the API, with the smallest role that will do.
          </EmptyState>
        }
        columns={[
          { key: 'name', label: 'Name', className: 'w-full', cell: (token) => token.name },
          { key: 'role', label: 'Role', cell: (token) => <Badge>{token.role}</Badge> },
          {
            key: 'made',
            label: 'Made',
            className: 'whitespace-nowrap',
            cell: (token) => (
              <span className="text-fg-2">
                <Time at={token.createdAt} /> by {token.createdBy}
              </span>
            ),
          },
          {
            key: 'until',
            label: 'Ends',
            className: 'whitespace-nowrap',
            cell: (token) =>
              token.expiresAt === null ? (
                <span className="text-fg-3">never</span>
              ) : (
                <Time at={token.expiresAt} />
              ),
          },
          {
            key: 'do',
            label: 'Actions',
            hidden: true,
            cell: (token) => (
              <RemoveButton
                what={`the token ${token.name}`}
                verb="Revoke"
                says="Whatever uses it is refused at once."
                busy={remove.isPending}
                onRemove={() => remove.mutate({ params: { token: token.id } })}
              />
            ),
          },
        ]}
      />
      <TokenForm />
    </>
  )
}

const lifetimes = [
  { value: 'never', label: 'Never', days: null },
  { value: '7', label: 'After 7 days', days: 7 },
  { value: '30', label: 'After 30 days', days: 30 },
  { value: '365', label: 'After a year', days: 365 },
] as const

function TokenForm() {
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [lifetime, setLifetime] = useState<string>('30')
  const create = useChange('createToken', {
    drops: ['listTokens'],
    toastErrors: false,
    onDone: () => setName(''),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const days = lifetimes.find((each) => each.value === lifetime)?.days ?? null
    create.mutate({
      body: { name: name.trim(), role, expiresAt: days === null ? null : Date.now() + days * 86_400_000 },
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
          <Select
            value={role}
            onValueChange={(value) => setRole(Role.parse(value))}
            options={Role.options.map((value) => ({ value, label: value, hint: roleWords[value] }))}
          />
        </Field>
        <Field label="Ends" className="w-40">
          <Select value={lifetime} onValueChange={setLifetime} options={lifetimes} />
        </Field>
        <div className="pt-5">
          <Button type="submit" variant="primary" busy={create.isPending} disabled={name.trim() === ''}>
            Make token
          </Button>
        </div>
      </div>
    </form>
  )
}
