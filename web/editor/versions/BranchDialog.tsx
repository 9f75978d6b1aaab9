import { type FormEvent, useId, useState } from 'react'
import { useNavigate } from 'react-router'
import { hookPath } from '../../../shared/api/hookPath.ts'
import { LoopName } from '../../../shared/graph/ids.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useSession } from '../../app/session.ts'
import { useChange } from '../../app/useApi.ts'
import { nameFromTitle } from '../../loops/loopNames.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import { Input } from '../../ui/Input.tsx'
import { type Side, sideName } from '../store/compareSlice.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { useSide } from './useSide.ts'

/** Makes a new loop that starts as a version, or as the draft, of this one. */
export function BranchDialog() {
  const branching = useEditor((state) => state.branching)
  return branching && <OpenDialog from={branching} />
}

function OpenDialog({ from }: { from: Side }) {
  const store = useEditorStore()
  const form = useId()
  const side = useSide(from)
  const navigate = useNavigate()
  const ownTitle = useEditor((state) => state.graph.title)
  const { workspace } = useSession()
  const [title, setTitle] = useState(`${ownTitle}, branched`.slice(0, 120))
  const close = () => store.getState().setBranching(null)
  const create = useChange('createLoop', {
    drops: ['listLoops'],
    toastErrors: false,
    onDone: (loop) => {
      close()
      void navigate(`/loops/${loop.name}`)
    },
  })
  const name = nameFromTitle(title)
  const fault = LoopName.safeParse(name).error?.issues[0]?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (fault || side.type !== 'loaded') return
    create.mutate({ body: { name, graph: { ...side.graph, name, title: title.trim() } } })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) close()
      }}
      title={`Branch a new loop from ${sideName(from).toLowerCase()}`}
      description="It has a webhook, versions and runs of its own. This loop stays as it is."
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            busy={create.isPending}
            disabled={side.type !== 'loaded' || fault !== undefined}
          >
            Create the loop
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3">
        {create.error && <ProblemNotice error={create.error} />}
        {side.type === 'failed' && (
          <p role="alert" className="text-sm text-danger">
            {side.message}
          </p>
        )}
        <Field
          label="Title"
          help={`Its webhook will be ${hookPath(workspace, name === '' ? '…' : name)}`}
          {...(fault ? { error: fault } : {})}
        >
          <Input value={title} maxLength={120} onChange={(event) => setTitle(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}
