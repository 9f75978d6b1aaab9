import { type FormEvent, useId, useState } from 'react'
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
import { nodeOf } from '../model/connect.ts'
import { replaceStage, stageAsLoop } from '../model/extractStage.ts'
import { type Stage, stageOf } from '../model/stage.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'

/** Makes a loop of the selected stage, and puts a run of it in the stage’s place. */
export function ExtractDialog() {
  const open = useEditor((state) => state.extracting)
  const graph = useEditor((state) => state.graph)
  const nodes = useEditor((state) => state.selection.nodes)
  if (!open) return null
  const found = stageOf(graph, nodes)
  return found.ok ? <OpenDialog stage={found.stage} /> : null
}

function OpenDialog({ stage }: { stage: Stage }) {
  const store = useEditorStore()
  const form = useId()
  const { workspace } = useSession()
  const [title, setTitle] = useState(() => nodeOf(store.getState().graph, stage.planner)?.title ?? 'A part')
  const name = nameFromTitle(title)
  const fault = LoopName.safeParse(name).error?.issues[0]?.message
  const create = useChange('createLoop', {
    drops: ['listLoops'],
    toastErrors: false,
    onDone: (loop) => {
      const state = store.getState()
      const { graph, action } = replaceStage(state.graph, stage, loop.name, title.trim())
      state.edit(`Extracted “${title.trim()}”`, () => graph, { select: { nodes: [action] } })
      state.extract(false)
      state.canvas?.reveal([action])
      state.services.tell(
        `“${title.trim()}” is a loop of its own now. Publish it before this one runs.`,
        'done',
      )
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!fault)
      create.mutate({ body: { name, graph: stageAsLoop(store.getState().graph, stage, name, title.trim()) } })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) store.getState().extract(false)
      }}
      title="Extract the stage into a loop"
      description="It becomes a loop with versions and runs of its own, under the policies and limits of this one. Here an action runs it on this loop’s input."
      footer={
        <>
          <Button onClick={() => store.getState().extract(false)}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            busy={create.isPending}
            disabled={fault !== undefined}
          >
            Extract {stage.nodes.size} nodes
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3">
        {create.error && <ProblemNotice error={create.error} />}
        <Field
          label="Title"
          help={`Its webhook will be ${hookPath(workspace, name === '' ? '…' : name)}, with the same proof of who calls`}
          {...(fault ? { error: fault } : {})}
        >
          <Input value={title} maxLength={120} onChange={(event) => setTitle(event.target.value)} />
        </Field>
        <p className="text-sm text-fg-2">
          What other stages read of this one has to be read from its answer then, steps.run.output.body: the
          problems list each place. Undo puts the stage back; the new loop stays.
        </p>
      </form>
    </Dialog>
  )
}
