import { CornerDownRight, type LucideIcon, Rows3 } from 'lucide-react'
import type { PlannerNode } from '../../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../../shared/json.ts'
import { counted } from '../../model/counted.ts'
import { idFromTitle, uniqueId } from '../../model/uniqueId.ts'
import { CelField } from '../fields/CelField.tsx'
import { ChoicesField } from '../fields/ChoicesField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { idsOf, isObject, textOf } from '../items.ts'
import { More } from '../More.tsx'
import { useField } from '../useField.ts'
import { useActionsOf } from '../useGraphNames.ts'
import { ArgsField } from './ArgsField.tsx'
import { FallbackFields, MapFields } from './StepMore.tsx'

const planScope = ['input', 'request', 'run', 'verdict', 'sentBack', 'facts', 'steps'] as const
const itemScope = [...planScope, 'item', 'index'] as const

type StepsFieldProps = {
  at: string
  planner: PlannerNode
  /** What a step is called here. */
  noun?: string
}

/** The steps of a plan: which action, with what, after which other steps, and when at all. */
export function StepsField({ at, planner, noun = 'step' }: StepsFieldProps) {
  const options = useActionsOf(planner.id)
  const make = (items: readonly Json[]): Json => {
    const [first] = options
    const base = idFromTitle(first?.label ?? 'step', 'step')
    return { id: uniqueId(base, idsOf(items)), action: first?.value ?? '' }
  }
  return (
    <ListField
      at={at}
      noun={noun}
      make={make}
      empty={
        options.length === 0
          ? `Wire the planner to the actions that it may use, then add ${noun}s.`
          : `No ${noun} yet: this plans to do nothing.`
      }
      title={(item) => <StepTitle item={item} />}
    >
      {(stepAt, item) => <StepFields at={stepAt} listAt={at} item={item} options={options} />}
    </ListField>
  )
}

/** A step's id with signs of what it does besides: maps over a list, has a fallback. */
function StepTitle({ item }: { item: Json }) {
  const step = isObject(item) ? item : {}
  const fallbacks = Array.isArray(step['fallback']) ? step['fallback'].length : 0
  return (
    <span className="flex items-center gap-1.5">
      <span className="truncate">{textOf(item, 'id') || 'step'}</span>
      {step['map'] !== undefined && <StepSign icon={Rows3} says="For each member of a list" />}
      {fallbacks > 0 && <StepSign icon={CornerDownRight} says={`${counted(fallbacks, 'fallback')}`} />}
    </span>
  )
}

function StepSign({ icon: Icon, says }: { icon: LucideIcon; says: string }) {
  return (
    <span title={says} className="text-fg-3">
      <Icon aria-hidden className="size-3" />
      <span className="sr-only">{says}</span>
    </span>
  )
}

type StepFieldsProps = {
  at: string
  listAt: string
  item: Json
  options: readonly { value: string; label: string }[]
}

function StepFields({ at, listAt, item, options }: StepFieldsProps) {
  const step = isObject(item) ? item : {}
  const others = useOtherSteps(listAt, textOf(item, 'id'))
  const mapped = step['map'] !== undefined
  const roots = mapped ? itemScope : planScope
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        <TextField at={`${at}/id`} label="Id" code />
        <SelectField at={`${at}/action`} label="Action" options={options} placeholder="Choose an action" />
      </div>
      <ArgsField at={`${at}/args`} action={textOf(item, 'action')} roots={roots} />
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
        roots={roots}
        help="Looked at when its turn comes; false skips it"
      />
      <TextField at={`${at}/why`} label="Why" optional help="Kept in the plan’s rationale" />
      <More title="List and fallback" used={mapped || step['fallback'] !== undefined}>
        <MapFields at={`${at}/map`} roots={planScope} />
        <FallbackFields at={`${at}/fallback`} options={options} roots={roots} />
      </More>
    </>
  )
}

function useOtherSteps(listAt: string, own: string): string[] {
  const { value } = useField(listAt)
  return idsOf(Array.isArray(value) ? value : []).filter((id) => id !== own)
}
