import { defaultLimits, type ResolvedLimits } from '../../../../shared/graph/limits.ts'
import { useEditor } from '../../store/EditorContext.ts'
import { NumberField } from '../fields/NumberField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { More } from '../More.tsx'
import { Section } from '../Section.tsx'
import { PoliciesField } from './PoliciesField.tsx'
import { PropertiesField } from './PropertiesField.tsx'

type LimitField = { name: keyof ResolvedLimits; label: string; help: string; integer: boolean }

const limitFields = [
  { name: 'iterations', label: 'Iterations', help: 'Passes of plan, act, verify', integer: true },
  { name: 'durationSeconds', label: 'Duration, s', help: 'Wall-clock time of a run', integer: false },
  { name: 'costUsd', label: 'Cost, in USD', help: 'Of all actions together', integer: false },
  { name: 'steps', label: 'Steps', help: 'Started in a run', integer: true },
  { name: 'parallelism', label: 'At once', help: 'Steps of a plan that run together', integer: true },
  { name: 'queue', label: 'Queue', help: 'Unfinished runs; past it, 429', integer: true },
] as const satisfies readonly LimitField[]

const calmFields = [
  {
    name: 'repeats',
    label: 'Repeats',
    help: 'Iterations in a row with the same calls and results; past it the run stops',
    integer: true,
  },
  {
    name: 'backoffSeconds',
    label: 'Backoff, s',
    help: 'The wait after an iteration that brought nothing better; it doubles',
    integer: false,
  },
  { name: 'backoffMaxSeconds', label: 'Longest backoff, s', help: 'No wait is longer', integer: false },
] as const satisfies readonly LimitField[]

/** What holds for the loop as a whole; shown while no node is selected. */
export function LoopForm() {
  const policies = useEditor((state) => state.graph.policies.length)
  const properties = useEditor((state) => state.graph.properties?.length ?? 0)
  const calm = useEditor((state) => calmFields.some(({ name }) => state.graph.limits[name] !== undefined))
  return (
    <>
      <Section title="Name">
        <TextField at="/title" label="Title" />
        <TextField at="/description" label="Description" multiline />
      </Section>
      <Section title="Limits">
        <p className="text-xs text-fg-3">Every run is bounded. Past a bound it takes the way “bail”.</p>
        <LimitFields fields={limitFields} />
        <More title="When nothing changes any more" used={calm}>
          <LimitFields fields={calmFields} />
        </More>
      </Section>
      <Section title="Policies" aside={policies}>
        <PoliciesField />
      </Section>
      <Section title="Properties" aside={properties}>
        <PropertiesField />
      </Section>
    </>
  )
}

function LimitFields({ fields }: { fields: readonly LimitField[] }) {
  return (
    <div className="grid grid-cols-2 gap-x-2 gap-y-3">
      {fields.map(({ name, label, help, integer }) => (
        <NumberField
          key={name}
          at={`/limits/${name}`}
          label={label}
          help={help}
          integer={integer}
          optional
          placeholder={String(defaultLimits[name])}
        />
      ))}
    </div>
  )
}
