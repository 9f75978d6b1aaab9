import type { ActionNode } from '../../../../shared/graph/nodes/action.ts'
import { useEditor } from '../../store/EditorContext.ts'
import { ChoicesField } from '../fields/ChoicesField.tsx'
import { JsonField } from '../fields/JsonField.tsx'
import { SecondsField } from '../fields/SecondsField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { Section } from '../Section.tsx'
import { RetrySwitch } from './RetryFields.tsx'

const reversibilities = [
  { value: 'pure', label: 'Changes nothing outside' },
  { value: 'idempotent', label: 'Sets what may be set again' },
  { value: 'compensable', label: 'Can be undone' },
  { value: 'irreversible', label: 'Can’t be undone' },
] as const
const reversibilityHelp = {
  pure: 'It reads or computes. A rollback leaves it alone, and a reviewer need not care.',
  idempotent:
    'It sets a state, such as a label or a flag; a later run may set it again, so nothing needs undoing.',
  compensable: 'A rollback calls the action at its port “undo”, last step first.',
  irreversible: 'What is done is done. A rollback lists it as not undone; put an approval before it.',
} as const satisfies Record<ActionNode['reversibility'], string>

const idempotencies = [
  { value: 'native', label: 'Repeating it changes nothing more' },
  { value: 'keyed', label: 'The target honours Idempotency-Key' },
  { value: 'none', label: 'Neither' },
] as const
const idempotencyHelp = {
  native: 'The same request twice has the effect of one, so it is tried again after a crash.',
  keyed: 'The same key is sent with every try of a step: the target does it once.',
  none: 'A result that is unknown stays uncertain: a probe or a person finds out, nothing repeats it silently.',
} as const satisfies Record<ActionNode['idempotency'], string>

const undoCases = [
  { value: 'failed', label: 'Failed after it may have happened' },
  { value: 'uncertain', label: 'Result unknown' },
] as const
const undoScope = ['args', 'output', 'input', 'steps', 'facts', 'run'] as const

/** How safe the action is to repeat and to undo, and how long it may take. */
export function SafetySection({ node }: { node: ActionNode }) {
  const undoWired = useEditor((state) =>
    state.graph.edges.some((edge) => edge.from.node === node.id && edge.from.port === 'undo'),
  )
  const ownTime = node.call.uses === 'wait' || node.call.uses === 'loop'
  return (
    <Section title="Safety">
      <SelectField
        at="/reversibility"
        label="Undo"
        options={reversibilities}
        help={reversibilityHelp[node.reversibility]}
      />
      <SelectField
        at="/idempotency"
        label="Repeating it"
        options={idempotencies}
        help={idempotencyHelp[node.idempotency]}
      />
      {!ownTime && <SecondsField at="/timeoutSeconds" label="Timeout of a try" optional placeholder="30" />}
      <RetrySwitch at="/retry" retry={node.retry} totalSeconds={node.totalSeconds} />
      {(undoWired || node.undoArgs !== undefined || node.undoOn !== undefined) && (
        <>
          <JsonField
            at="/undoArgs"
            label="Arguments of the undo"
            shape="object"
            optional
            roots={undoScope}
            help="For the action that undoes this one; reads this step’s args and output"
          />
          <UndoOn />
        </>
      )}
    </Section>
  )
}

function UndoOn() {
  return (
    <ChoicesField
      at="/undoOn"
      label="Besides a step that succeeded, undo one that"
      whenLeftOut={['failed', 'uncertain']}
      options={undoCases}
    />
  )
}
