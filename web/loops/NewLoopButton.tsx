import { Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { hookPath } from '../../shared/api/hookPath.ts'
import { emptyGraph } from '../../shared/graph/emptyGraph.ts'
import { LoopName } from '../../shared/graph/ids.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useSession } from '../app/session.ts'
import { useChange } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import { Popover } from '../ui/Popover.tsx'
import { nameFromTitle } from './loopNames.ts'

/** Makes an empty loop and opens it. */
export function NewLoopButton() {
  const { workspace } = useSession()
  const [title, setTitle] = useState('')
  const [ownName, setOwnName] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const navigate = useNavigate()
  const create = useChange('createLoop', {
    drops: ['listLoops'],
    toastErrors: false,
    onDone: (loop) => void navigate(`/loops/${loop.name}`),
  })
  const name = ownName ?? nameFromTitle(title)
  const titleFault = title.trim() === '' ? 'Give it a title.' : undefined
  const nameFault = LoopName.safeParse(name).error?.issues[0]?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (titleFault || nameFault) return
    create.mutate({ body: { name, graph: emptyGraph(name, title.trim()) } })
  }
  return (
    <Popover
      align="end"
      label="New loop"
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden />}>
          New loop
        </Button>
      }
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        {create.error && <ProblemNotice error={create.error} />}
        <Field label="Title" {...(tried && titleFault ? { error: titleFault } : {})}>
          <Input value={title} maxLength={120} onChange={(event) => setTitle(event.target.value)} />
        </Field>
        <Field
          label="Name"
          help={`Its webhook will be ${hookPath(workspace, name === '' ? '…' : name)}. It can't change later.`}
          {...(tried && nameFault ? { error: nameFault } : {})}
        >
          <Input code value={name} maxLength={63} onChange={(event) => setOwnName(event.target.value)} />
        </Field>
        <Button type="submit" variant="primary" busy={create.isPending}>
          Create loop
        </Button>
      </form>
    </Popover>
  )
}
