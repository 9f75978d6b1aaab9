import { ChoicesField } from '../fields/ChoicesField.tsx'
import { JsonField } from '../fields/JsonField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { Section } from '../Section.tsx'
import { approverRoles } from './approverRoles.ts'

/** Who decides, by when, and what they see. */
export function ApprovalForm() {
  return (
    <Section title="Approval">
      <ChoicesField at="/approvers" label="Who may decide" options={approverRoles} />
      <NumberField
        at="/need"
        label="How many must agree"
        optional
        integer
        placeholder="1"
        help="Different people; never the same one twice"
      />
      <NumberField
        at="/deadlineSeconds"
        label="Deadline, in seconds"
        help="After it the run takes the way “expired”"
      />
      <JsonField at="/show" label="Shown to them" optional help="Besides the plan; strings may hold {{ }}" />
    </Section>
  )
}
