import { Building2, Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { defaultWorkspace, WorkspaceName } from '../../shared/graph/ids.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import { Menu } from '../ui/Menu.tsx'
import { ProblemNotice } from './ProblemNotice.tsx'
import { useCan, useSession } from './session.ts'
import { useApi, useChange } from './useApi.ts'

/** Every page is of one workspace: nothing that was read before is true in another. */
const startAnew = () => window.location.assign('/')

/** The workspace that everything here is of, and the way into others for whoever is in several. */
export function WorkspaceMenu() {
  const { workspace } = useSession()
  const governs = useCan('govern')
  const { data } = useApi('listWorkspaces', {}, { staleTime: 60_000 })
  const enter = useChange('enterWorkspace', { onDone: startAnew })
  const [making, setMaking] = useState(false)
  const names = data?.workspaces.map(({ name }) => name) ?? []
  if (names.length < 2 && !governs) return workspace === defaultWorkspace ? null : <Name name={workspace} />
  return (
    <>
      <Menu
        trigger={
          <Button variant="ghost" aria-label={`Workspace: ${workspace}`}>
            <Name name={workspace} />
          </Button>
        }
        items={[
          ...names.map((name) => ({
            label: name,
            checked: name === workspace,
            onSelect: () => {
              if (name !== workspace) enter.mutate({ body: { workspace: name } })
            },
          })),
          ...(governs
            ? [
                'separator' as const,
                { label: 'New workspace…', icon: <Plus aria-hidden />, onSelect: () => setMaking(true) },
              ]
            : []),
        ]}
      />
      {making && <NewWorkspace close={() => setMaking(false)} />}
    </>
  )
}

const Name = ({ name }: { name: string }) => (
  <span className="flex items-center gap-1.5 text-sm text-fg-2">
    <Building2 aria-hidden className="size-4 text-fg-3" />
    <span className="max-w-40 overflow-hidden text-ellipsis whitespace-nowrap">{name}</span>
  </span>
)

/** Makes a workspace and goes there. */
function NewWorkspace({ close }: { close: () => void }) {
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const enter = useChange('enterWorkspace', { onDone: startAnew })
  const create = useChange('createWorkspace', {
    toastErrors: false,
    onDone: (made) => enter.mutateAsync({ body: { workspace: made.name } }),
  })
  const fault = WorkspaceName.safeParse(name).error?.issues[0]?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!fault) create.mutate({ body: { name } })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) close()
      }}
      title="New workspace"
      description="It has loops, runs, hosts, secrets and people of its own, and can’t see those of another."
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        <Field
          label="Name"
          help={`The hooks of its loops will be at /hooks/${name === '' ? '…' : name}/<loop>. It can’t change later.`}
          {...(tried && fault ? { error: fault } : {})}
        >
          <Input value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        {create.error && <ProblemNotice error={create.error} />}
        <Button type="submit" variant="primary" busy={create.isPending || enter.isPending}>
          Make it and go there
        </Button>
      </form>
    </Dialog>
  )
}
