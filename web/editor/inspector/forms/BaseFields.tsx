import { useState } from 'react'
import { canBeDisabled } from '../../../../shared/compile/disabled/leaveOutDisabled.ts'
import { NodeId } from '../../../../shared/graph/ids.ts'
import type { Node } from '../../../../shared/graph/nodes/node.ts'
import { Field } from '../../../ui/Field.tsx'
import { Input } from '../../../ui/Input.tsx'
import { unfinishedKey } from '../../store/documentSlice.ts'
import { useEditor, useEditorStore } from '../../store/EditorContext.ts'
import { SwitchField } from '../fields/SwitchField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { Section } from '../Section.tsx'

/** What every node has: a title, an id, a note. */
export function BaseFields({ node }: { node: Node }) {
  return (
    <Section title="Node">
      <TextField at="/title" label="Title" />
      <IdField key={node.id} node={node} />
      <TextField at="/note" label="Note" optional multiline help="For people; runs don’t read it" />
      {canBeDisabled(node) && (
        <SwitchField
          at="/disabled"
          label="Disabled"
          whenOn
          help="Runs go on as if the node were not there, those of published versions too"
        />
      )}
    </Section>
  )
}

/** The id is changed when the field is left, in every place that names the node at once. What can't be one waits, as in other fields. */
function IdField({ node }: { node: Node }) {
  const store = useEditorStore()
  const taken = useEditor((state) => state.graph.nodes)
  const waiting = useEditor((state) => state.unfinished[unfinishedKey(node.id, '/id')]?.text)
  const [typed, setTyped] = useState(node.id)
  const text = waiting ?? typed
  const faultOf = (id: string) => {
    const parsed = NodeId.safeParse(id)
    if (!parsed.success) return parsed.error.issues[0]?.message ?? ''
    return id !== node.id && taken.some((each) => each.id === id) ? 'Another node has that id' : null
  }
  const fault = faultOf(text)
  const type = (next: string) => {
    const message = faultOf(next)
    setTyped(message === null ? next : node.id)
    store.getState().keepUnfinished(node.id, '/id', message === null ? null : { text: next, message })
  }
  const settle = () => {
    store.getState().closeStep()
    if (fault !== null || text === node.id) return
    store.getState().changeId(node.id, text)
  }
  return (
    <div data-field="/id">
      <Field label="Id" error={fault ?? undefined} help="Plans, policies and logs name the node by it">
        <Input
          code
          value={text}
          onChange={(event) => type(event.target.value)}
          onBlur={settle}
          onKeyDown={(event) => {
            if (event.key === 'Enter') settle()
          }}
        />
      </Field>
    </div>
  )
}
