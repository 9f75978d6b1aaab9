import type { NodeKind } from '../../../../shared/graph/nodes/node.ts'
import type { PolicyPoint } from '../../../../shared/graph/policy.ts'
import type { Json } from '../../../../shared/json.ts'
import { policySubject } from '../../model/policySubject.ts'
import { uniqueId } from '../../model/uniqueId.ts'
import { useEditor } from '../../store/EditorContext.ts'
import { CelField } from '../fields/CelField.tsx'
import { ChoicesField } from '../fields/ChoicesField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { idsOf, isObject, textOf } from '../items.ts'
import { approverRoles } from './approverRoles.ts'

const points = [
  { value: 'input', label: 'Input', hint: 'Before the run begins' },
  { value: 'plan', label: 'Plan', hint: 'Before a plan is adopted' },
  { value: 'step', label: 'Step', hint: 'Before a step starts' },
  { value: 'output', label: 'Output', hint: 'When a step brought something' },
  { value: 'verdict', label: 'Verdict', hint: 'Before a verdict is followed' },
] as const
const effects = [
  { value: 'deny', label: 'Deny' },
  { value: 'require-approval', label: 'Require approval' },
  { value: 'flag', label: 'Flag', hint: 'Recorded; nothing is held up' },
] as const

const rootsAt = {
  input: ['input', 'request', 'run'],
  plan: ['plan', 'input', 'request', 'run', 'verdict', 'facts'],
  step: ['args', 'plan', 'input', 'request', 'run', 'steps', 'facts'],
  output: ['args', 'output', 'plan', 'input', 'request', 'run', 'steps', 'facts'],
  verdict: ['verdict', 'plan', 'input', 'request', 'run', 'steps', 'facts'],
} as const satisfies Record<PolicyPoint, readonly string[]>

const newPolicy = (items: readonly Json[]): Json => ({
  id: uniqueId('policy', idsOf(items)),
  title: 'New policy',
  at: 'plan',
  when: 'false',
  effect: 'deny',
  message: '',
})

/** The loop's policies: when it is true, the effect applies. */
export function PoliciesField() {
  return (
    <ListField
      at="/policies"
      noun="policy"
      make={newPolicy}
      empty="A policy denies, asks for approval or flags, whatever a planner plans."
      title={(item) => textOf(item, 'title')}
    >
      {(at, item) => <PolicyFields at={at} item={item} />}
    </ListField>
  )
}

function PolicyFields({ at, item }: { at: string; item: Json }) {
  const nodes = useEditor((state) => state.graph.nodes)
  const written = isObject(item) ? item['at'] : undefined
  const point = points.find((each) => each.value === written)?.value ?? 'plan'
  // The one trigger is no choice.
  const kind: NodeKind | null = point === 'input' ? null : policySubject[point]
  const subjectOptions = nodes
    .filter((node) => node.kind === kind)
    .map((node) => ({ value: node.id, label: node.title || node.id }))
  return (
    <>
      <TextField at={`${at}/title`} label="Title" />
      <TextField at={`${at}/id`} label="Id" code help="Stands in the log" />
      <div className="grid grid-cols-2 gap-2">
        <SelectField at={`${at}/at`} label="Evaluated at" options={points} />
        <SelectField at={`${at}/effect`} label="Effect" options={effects} />
      </div>
      <CelField at={`${at}/when`} label="When" roots={rootsAt[point]} help="CEL; an error in it denies" />
      <TextField at={`${at}/message`} label="Message" help="Why, in words: callers and reviewers read it" />
      {subjectOptions.length > 0 && (
        <ChoicesField
          at={`${at}/on`}
          label="Only for"
          optional
          options={subjectOptions}
          help="Nothing chosen: all of them"
        />
      )}
      {isObject(item) && item['effect'] === 'require-approval' && (
        <>
          <ChoicesField at={`${at}/approvers`} label="Who may decide" optional options={approverRoles} />
          <NumberField
            at={`${at}/deadlineSeconds`}
            label="Deadline, in seconds"
            optional
            placeholder="86400"
          />
        </>
      )}
    </>
  )
}
