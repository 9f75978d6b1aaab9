import type { ActionNode } from '../../../../shared/graph/nodes/action.ts'
import { CelField } from '../fields/CelField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SecondsField } from '../fields/SecondsField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TemplateField } from '../fields/TemplateField.tsx'
import { WordsField } from '../fields/WordsField.tsx'
import { More } from '../More.tsx'
import { SendOnceSection } from '../once/SendOnceSection.tsx'
import { Section } from '../Section.tsx'
import { SchemaField } from '../schema/SchemaField.tsx'
import { LimitsSection, ProbeSection } from './ActionLimits.tsx'
import { AssumesField } from './AssumesField.tsx'
import { CallSection } from './CallSection.tsx'
import { risks } from './risks.ts'
import { SafetySection } from './SafetySection.tsx'

const stepScope = ['args', 'input', 'request', 'run', 'steps', 'facts'] as const

/** What the action does, what it takes and brings, and how safe it is to repeat and to undo. */
export function ActionForm({ node }: { node: ActionNode }) {
  const assumes = node.assumes?.length ?? 0
  return (
    <>
      <CallSection node={node} />
      {node.call.uses === 'http' && <SendOnceSection node={node} />}
      <ContractSection node={node} />
      <SafetySection node={node} />
      <LimitsSection node={node} />
      {(node.call.uses === 'http' || node.call.uses === 'emit' || node.probe) && <ProbeSection node={node} />}
      <Section title="Assumptions" aside={assumes || undefined} open={assumes > 0}>
        <AssumesField
          at="/assumes"
          empty="Nothing: what is added here is checked before a plan with it is adopted, and again before it starts."
        />
      </Section>
      <Section title="Leases" aside={node.leases?.length ?? 0} open={node.leases !== undefined}>
        <ListField
          at="/leases"
          noun="lease"
          optional
          make={() => 'resource'}
          empty="A lease is held while the step runs: no other run touches that resource meanwhile."
        >
          {(at) => <TemplateField at={at} label="Resource" roots={stepScope} />}
        </ListField>
      </Section>
    </>
  )
}

function ContractSection({ node }: { node: ActionNode }) {
  return (
    <Section title="Contract">
      <SchemaField
        at="/args"
        label="Arguments, as JSON Schema"
        help="A plan’s arguments are checked against it before the call"
      />
      <SchemaField at="/output" label="Output, as JSON Schema" help="What came back is checked against it" />
      <CelField
        at="/needs"
        label="Needs"
        optional
        roots={stepScope}
        help="Must be true before the step starts"
      />
      <CelField
        at="/ensures"
        label="Ensures"
        optional
        roots={['args', 'output']}
        help="Must be true of args and output after it; otherwise the step fails, although it happened"
      />
      <WordsField
        at="/gives"
        label="Gives"
        placeholder="labelled, notified"
        help="Facts that hold after it, with commas"
      />
      <More title="How long the facts hold" used={node.freshSeconds !== undefined}>
        <SecondsField at="/freshSeconds" label="Fresh for" optional placeholder="the whole run" />
      </More>
      <div className="grid grid-cols-2 gap-2">
        <NumberField at="/costUsd" label="Cost, in USD" optional placeholder="0" />
        <SelectField at="/risk" label="Risk" none="Low (default)" options={risks} />
      </div>
    </Section>
  )
}
