import type { ActionNode } from '../../../../shared/graph/nodes/action.ts'
import type { Json } from '../../../../shared/json.ts'
import { useEditor } from '../../store/EditorContext.ts'
import { CelField } from '../fields/CelField.tsx'
import { JsonField } from '../fields/JsonField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { SwitchField } from '../fields/SwitchField.tsx'
import { TemplateField } from '../fields/TemplateField.tsx'
import { WordsField } from '../fields/WordsField.tsx'
import { Section } from '../Section.tsx'
import { HttpCallFields } from './HttpCallFields.tsx'
import { RetryFields } from './RetryFields.tsx'

const callTypes = [
  { value: 'http', label: 'HTTP request', hint: 'Calls a host of the workspace' },
  { value: 'transform', label: 'Transform', hint: 'Computes a value' },
] as const
const risks = [
  { value: 'low', label: 'Low' },
  { value: 'medium', label: 'Medium' },
  { value: 'high', label: 'High' },
] as const
const reversibilities = [
  { value: 'pure', label: 'Changes nothing outside' },
  { value: 'compensable', label: 'Can be undone', hint: 'by the action at the port “undo”' },
  { value: 'irreversible', label: 'Can’t be undone' },
] as const
const idempotencies = [
  { value: 'native', label: 'Repeating it changes nothing more' },
  { value: 'keyed', label: 'The target honours Idempotency-Key' },
  { value: 'none', label: 'Neither', hint: 'An unknown result is uncertain, never retried silently' },
] as const

const stepScope = ['args', 'input', 'request', 'run', 'steps', 'facts'] as const
const undoScope = ['args', 'output', 'input', 'steps', 'facts', 'run'] as const

const defaultRetry: Json = { maxAttempts: 3, initialSeconds: 1, factor: 2, maxSeconds: 30, jitter: 'full' }

const callOf = (uses: string): Json =>
  uses === 'http'
    ? { uses, host: '', method: 'POST', path: '/' }
    : { uses: 'transform', value: '{{ input }}' }

/** What the action does, what it takes and brings, and how safe it is to repeat and to undo. */
export function ActionForm({ node }: { node: ActionNode }) {
  const undoWired = useEditor((state) =>
    state.graph.edges.some((edge) => edge.from.node === node.id && edge.from.port === 'undo'),
  )
  return (
    <>
      <Section title="Call">
        <SelectField
          at="/call"
          label="Uses"
          options={callTypes}
          fromValue={() => node.call.uses}
          toValue={callOf}
        />
        {node.call.uses === 'http' ? <HttpCallFields call={node.call} /> : null}
        {node.call.uses === 'transform' && (
          <JsonField
            at="/call/value"
            label="Value"
            roots={stepScope}
            help="JSON whose strings may hold {{ }}; the result is the output"
          />
        )}
      </Section>
      <Section title="Contract">
        <JsonField
          at="/args"
          label="Arguments, as JSON Schema"
          shape="object"
          optional
          help="A plan’s arguments are checked against it before the call"
        />
        <JsonField
          at="/output"
          label="Output, as JSON Schema"
          shape="object"
          optional
          help="What came back is checked against it"
        />
        <CelField
          at="/needs"
          label="Needs"
          optional
          roots={stepScope}
          help="Must be true before the step starts"
        />
        <WordsField
          at="/gives"
          label="Gives"
          placeholder="labelled, notified"
          help="Facts that hold after it, with commas"
        />
        <div className="grid grid-cols-2 gap-2">
          <NumberField at="/costUsd" label="Cost, in USD" optional placeholder="0" />
          <SelectField at="/risk" label="Risk" none="Low (default)" options={risks} />
        </div>
      </Section>
      <Section title="Safety">
        <SelectField at="/reversibility" label="Undo" options={reversibilities} />
        <SelectField at="/idempotency" label="Repeating it" options={idempotencies} />
        <NumberField at="/timeoutSeconds" label="Timeout, in seconds" optional placeholder="30" />
        <SwitchField at="/retry" label="Retry" whenOn={defaultRetry}>
          {node.retry && <RetryFields retry={node.retry} />}
        </SwitchField>
        {(undoWired || node.undoArgs !== undefined) && (
          <JsonField
            at="/undoArgs"
            label="Arguments of the undo"
            shape="object"
            optional
            roots={undoScope}
            help="For the action that undoes this one; reads this step’s args and output"
          />
        )}
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
