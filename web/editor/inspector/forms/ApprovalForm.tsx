import type { ApprovalNode } from '../../../../shared/graph/nodes/approval.ts'
import { useEditor } from '../../store/EditorContext.ts'
import { ChoicesField } from '../fields/ChoicesField.tsx'
import { JsonField } from '../fields/JsonField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { Section } from '../Section.tsx'
import { approverRoles } from './approverRoles.ts'

/** Who decides, by when, and what they see. */
export function ApprovalForm({ node: { id } }: { node: ApprovalNode }) {
  const asksForSteps = useEditor(({ graph }) =>
    graph.edges.some(({ from, to }) => to.node === id && from.port === 'plan'),
  )
  return (
    <Section title="Approval">
      <p className="text-xs text-fg-2">
        {asksForSteps
          ? 'It stands between a planner and its actions: each of their steps asks here before it starts, while other branches go on. A step that nobody approves fails, and the verifier judges it.'
          : 'The run waits here until it is decided. Wire a planner’s plan to it, and its “granted” to actions, to ask about each step instead.'}
      </p>
      <ChoicesField at="/approvers" label="Who may decide" options={approverRoles} />
      <NumberField
        at="/need"
        label="How many must agree"
        optional
        integer
        placeholder="1"
        help="Different people; never who started the run, nor who edited the plan"
      />
      <NumberField
        at="/deadlineSeconds"
        label="Deadline, in seconds"
        help={asksForSteps ? 'After it the step fails' : 'After it the run takes the way “expired”'}
      />
      <JsonField at="/show" label="Shown to them" optional help="Besides the plan; strings may hold {{ }}" />
    </Section>
  )
}
