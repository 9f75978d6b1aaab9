import { type FormEvent, useState } from 'react'
import type { Host } from '../../shared/api/workspace.ts'
import { PutHost } from '../../shared/api/workspace.ts'
import { ResourceName } from '../../shared/graph/ids.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useCan } from '../app/session.ts'
import { useApi, useChange } from '../app/useApi.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import { toast } from '../ui/toast.ts'
import { NameField } from './NameField.tsx'
import { useTakesTwo } from './publishing/useGuarded.ts'
import { WaitingGuarded } from './publishing/WaitingGuarded.tsx'
import { RemoveButton } from './RemoveButton.tsx'
import { ResourceTable } from './ResourceTable.tsx'
import { SectionIntro } from './SectionIntro.tsx'
import { reasonIn, WhyField } from './WhyField.tsx'

/** The hosts that actions may reach, each a name and a base address. */
export function HostsPanel() {
  const hosts = useApi('listHosts', {})
  const may = useCan('administer')
  const [edited, setEdited] = useState<Host | null>(null)
  const remove = useChange('deleteHost', { drops: ['listHosts'] })
  return (
    <>
      <SectionIntro title="Hosts">
        An action names a host; where it is, is set here. Moving a loop from the sandbox to the real target is
        one change of an address, and no loop can reach what is not listed.
      </SectionIntro>
      <WaitingGuarded of="host" />
      {hosts.error && <ProblemNotice error={hosts.error} onRetry={() => void hosts.refetch()} />}
      <ResourceTable<Host>
        caption="Hosts"
        rows={hosts.data?.hosts}
        keyOf={(host) => host.name}
        empty={
          <EmptyState title="No hosts yet">
            Add the first target that your actions call, such as an API’s base address.
          </EmptyState>
        }
        columns={[
          {
            key: 'name',
            label: 'Name',
            cell: (host) => <code className="font-mono text-xs">{host.name}</code>,
          },
          {
            key: 'url',
            label: 'Base address',
            className: 'w-full',
            cell: (host) => (
              <span className="flex items-center gap-2">
                <code className="font-mono text-xs break-all text-fg-2">{host.baseUrl}</code>
                {host.sandbox && <Badge>sandbox</Badge>}
              </span>
            ),
          },
          {
            key: 'do',
            label: 'Actions',
            hidden: true,
            cell: (host) =>
              may && (
                <span className="flex items-center justify-end gap-1">
                  <Button
                    size="sm"
                    onClick={() => setEdited(host)}
                    aria-label={`Change the address of ${host.name}`}
                  >
                    Change
                  </Button>
                  <RemoveButton
                    what={`the host ${host.name}`}
                    says="Steps that call it fail from then on."
                    busy={remove.isPending}
                    asksWhy
                    onRemove={(why) => remove.mutate({ params: { host: host.name }, query: reasonIn(why) })}
                  />
                </span>
              ),
          },
        ]}
      />
      {may && <HostForm key={edited?.name ?? 'new'} edited={edited} onDone={() => setEdited(null)} />}
    </>
  )
}

function HostForm({ edited, onDone }: { edited: Host | null; onDone: () => void }) {
  const [name, setName] = useState(edited?.name ?? '')
  const [baseUrl, setBaseUrl] = useState(edited?.baseUrl ?? '')
  const [tried, setTried] = useState(false)
  const [why, setWhy] = useState('')
  function clear() {
    setName('')
    setBaseUrl('')
    setWhy('')
    setTried(false)
    onDone()
  }
  const save = useChange('putHost', {
    drops: ['listHosts'],
    toastErrors: false,
    onDone: clear,
  })
  const propose = useChange('proposeGuardedChange', {
    drops: ['listGuardedChanges', 'listChanges'],
    toastErrors: false,
    onDone: () => {
      toast.success(`Proposed: ${name} changes once somebody else approves it`)
      clear()
    },
  })
  const asksForTwo = useTakesTwo()
  const takesTwo = asksForTwo && baseUrl !== '' && baseUrl !== edited?.baseUrl
  const error = save.error ?? propose.error
  const reason = why.trim()
  const nameFault = ResourceName.safeParse(name).error?.issues[0]?.message
  const urlFault = PutHost.safeParse({ baseUrl }).success
    ? undefined
    : 'Give an address that starts with http:// or https://.'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (nameFault || urlFault) return
    if (takesTwo) {
      const change = { type: 'host' as const, host: name, from: edited?.baseUrl ?? null, baseUrl }
      if (reason !== '') propose.mutate({ body: { change, reason } })
      return
    }
    save.mutate({ params: { host: name }, body: { baseUrl, ...reasonIn(why) } })
  }
  return (
    <form
      onSubmit={submit}
      aria-label={edited ? `Change ${edited.name}` : 'Add a host'}
      className="mt-4 flex flex-col gap-3"
    >
      {error && <ProblemNotice error={error} />}
      {takesTwo && (
        <p className="text-sm text-fg-2">
          Where publishing asks for a second person, this does, too. Say why, and somebody else who may
          approve decides on it.
        </p>
      )}
      <div className="flex flex-wrap items-start gap-3">
        <NameField
          help="As actions refer to it."
          placeholder="github"
          name={name}
          fixed={edited !== null}
          error={tried ? nameFault : undefined}
          onChange={setName}
        />
        <Field
          label="Base address"
          className="min-w-64 flex-1"
          {...(tried && urlFault ? { error: urlFault } : {})}
        >
          <Input
            code
            value={baseUrl}
            placeholder="https://api.github.com"
            onChange={(event) => setBaseUrl(event.target.value)}
          />
        </Field>
        <WhyField
          why={why}
          onChange={setWhy}
          required={takesTwo}
          error={
            tried && takesTwo && reason === '' ? 'Say why: whoever decides on it has to know.' : undefined
          }
        />
        <div className="flex gap-2 pt-5">
          <Button type="submit" variant="primary" busy={save.isPending || propose.isPending}>
            {takesTwo ? 'Propose' : edited ? 'Save the address' : 'Add host'}
          </Button>
          {edited && <Button onClick={onDone}>Cancel</Button>}
        </div>
      </div>
    </form>
  )
}
