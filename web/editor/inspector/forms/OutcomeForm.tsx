import { JsonField } from '../fields/JsonField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { Section } from '../Section.tsx'

const statuses = [
  { value: 'succeeded', label: 'Succeeded', hint: 'The run did what it was for' },
  { value: 'failed', label: 'Failed', hint: 'It did not, and nothing was undone' },
  { value: 'rolled-back', label: 'Rolled back', hint: 'What it did was undone' },
  { value: 'bailed', label: 'Bailed', hint: 'It stopped where it is safe' },
] as const

/** How a run ends here. */
export function OutcomeForm() {
  return (
    <Section title="Outcome">
      <SelectField
        at="/status"
        label="Status"
        options={statuses}
        help="What lists and dashboards count the run as"
      />
      <JsonField
        at="/body"
        label="Response"
        optional
        help="The body of the hook’s answer; strings may hold {{ }}. Empty: a summary of the run"
      />
    </Section>
  )
}
