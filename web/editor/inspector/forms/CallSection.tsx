import { assertNever } from '../../../../shared/assertNever.ts'
import type { ActionNode } from '../../../../shared/graph/nodes/action.ts'
import { Select } from '../../../ui/Select.tsx'
import { changeCall } from '../../model/changeCall.ts'
import { callNames } from '../../model/describeCall.ts'
import { useEditorStore } from '../../store/EditorContext.ts'
import { EmitFields } from '../call/EmitFields.tsx'
import { HttpCallFields } from '../call/HttpCallFields.tsx'
import { LoopCallFields } from '../call/LoopCallFields.tsx'
import { WaitFields } from '../call/WaitFields.tsx'
import { FieldFrame } from '../fields/FieldFrame.tsx'
import { JsonField } from '../fields/JsonField.tsx'
import { ImportRequest } from '../import/ImportRequest.tsx'
import { Section } from '../Section.tsx'
import { useField } from '../useField.ts'

const types = [
  { value: 'http', label: callNames.http, hint: 'Calls a host of the workspace' },
  { value: 'transform', label: callNames.transform, hint: 'Computes a value' },
  { value: 'wait', label: callNames.wait, hint: 'For time to pass, or for an event' },
  { value: 'loop', label: callNames.loop, hint: 'Another loop does it, as a child run' },
  { value: 'emit', label: callNames.emit, hint: 'A signed CloudEvent to a host' },
] as const

const stepScope = ['args', 'input', 'request', 'run', 'steps', 'facts'] as const

/** What the action does. */
export function CallSection({ node }: { node: ActionNode }) {
  return (
    <Section title="Call">
      <UsesField node={node} />
      <CallFields node={node} />
    </Section>
  )
}

/** Another kind of call also brings how safe that kind is, as one undo step. */
function UsesField({ node }: { node: ActionNode }) {
  const store = useEditorStore()
  const { problems } = useField('/call')
  return (
    <FieldFrame
      at="/call"
      label="Uses"
      problems={problems}
      aside={node.call.uses === 'http' ? <ImportRequest node={node} /> : undefined}
    >
      <Select
        value={node.call.uses}
        options={types}
        onValueChange={(value) => {
          const uses = types.find((type) => type.value === value)?.value
          if (!uses || uses === node.call.uses) return
          store.getState().edit('Changed uses', (graph) => ({
            ...graph,
            nodes: graph.nodes.map((each) => (each === node ? changeCall(node, uses) : each)),
          }))
        }}
      />
    </FieldFrame>
  )
}

function CallFields({ node: { call } }: { node: ActionNode }) {
  switch (call.uses) {
    case 'http':
      return <HttpCallFields at="/call" host={call.host} />
    case 'transform':
      return (
        <JsonField
          at="/call/value"
          label="Value"
          roots={stepScope}
          help="JSON whose strings may hold {{ }}; the result is the output"
        />
      )
    case 'wait':
      return <WaitFields wait={call.for} />
    case 'loop':
      return <LoopCallFields loop={call.loop} />
    case 'emit':
      return <EmitFields call={call} />
    default:
      return assertNever(call)
  }
}
