import type { PlannerNode } from '../../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../../shared/json.ts'
import { nodeOf } from '../../model/connect.ts'
import { idFromTitle, uniqueId } from '../../model/uniqueId.ts'
import { useEditorShallow } from '../../store/EditorContext.ts'
import { CelField } from '../fields/CelField.tsx'
import { ChoicesField } from '../fields/ChoicesField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { idsOf, isObject, textOf } from '../items.ts'
import { useField } from '../useField.ts'
import { ArgsField } from './ArgsField.tsx'

const planScope = ['input', 'request', 'run', 'verdict', 'facts', 'steps'] as const

type StepsFieldProps = { at: string; planner: PlannerNode }

/** The steps of a plan: which action, with what, after which other steps, and when at all. */
export function StepsField({ at, planner }: StepsFieldProps) {
  const actions = useEditorShallow((state) =>
    state.graph.edges
      .filter((edge) => edge.from.node === planner.id && edge.from.port === 'plan')
      .map((edge) => edge.to.node),
  )
  const titles = useEditorShallow((state) => actions.map((id) => nodeOf(state.graph, id)?.title ?? id))
  const options = actions.map((id, index) => ({ value: id, label: titles[index] ?? id }))
  const make = (items: readonly Json[]): Json => {
    const [first] = actions
    const base = idFromTitle(titles[0] ?? 'step', 'step')
    return { id: uniqueId(base, idsOf(items)), action: first ?? '' }
  }
  return (
    <ListField
      at={at}
      noun="step"
      make={make}
      empty={
        actions.length === 0
          ? 'Wire the planner to the actions that it may use, then add steps.'
          : 'No step yet: this plans to do nothing.'
      }
      title={(item) => textOf(item, 'id')}
    >
      {(stepAt, item, index) => (
        <StepFields at={stepAt} listAt={at} item={item} index={index} options={options} />
      )}
    </ListField>
  )
}

type StepFieldsProps = {
  at: string
  listAt: string
  item: Json
  index: number
  options: readonly { value: string; label: string }[]
}

function StepFields({ at, listAt, item, options }: StepFieldsProps) {
  const own = isObject(item) && typeof item['id'] === 'string' ? item['id'] : ''
  const action = isObject(item) && typeof item['action'] === 'string' ? item['action'] : ''
  const others = useOtherSteps(listAt, own)
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        <TextField at={`${at}/id`} label="Id" code />
        <SelectField at={`${at}/action`} label="Action" options={options} placeholder="Choose an action" />
      </div>
      <ArgsField at={`${at}/args`} action={action} roots={planScope} />
      {others.length > 0 && (
        <ChoicesField
          at={`${at}/after`}
          label="After"
          optional
          help="A step that reads steps.<id> waits for that one anyway"
          options={others.map((id) => ({
            value: id,
            label: <code className="font-mono text-xs">{id}</code>,
          }))}
        />
      )}
      <CelField
        at={`${at}/when`}
        label="Only when"
        optional
        roots={planScope}
        help="Looked at when its turn comes; false skips it"
      />
      <TextField at={`${at}/why`} label="Why" optional help="Kept in the plan’s rationale" />
    </>
  )
}

function useOtherSteps(listAt: string, own: string): string[] {
  const { value } = useField(listAt)
  return idsOf(Array.isArray(value) ? value : []).filter((id) => id !== own)
}
