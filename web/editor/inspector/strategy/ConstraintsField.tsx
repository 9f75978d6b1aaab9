import { GoalConstraint } from '../../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../../shared/json.ts'
import { describeConstraint } from '../../model/describeConstraint.ts'
import { ChoicesField } from '../fields/ChoicesField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { textOf } from '../items.ts'

const types = [
  { value: 'at-most', label: 'At most so many of …' },
  { value: 'before', label: 'One before another' },
  { value: 'exclusive', label: 'Never both' },
  { value: 'budget', label: 'A budget' },
] as const

type ConstraintsFieldProps = { at: string; steps: readonly string[] }

/** What a plan must respect besides what the actions need: a row a rule, each read as a sentence. */
export function ConstraintsField({ at, steps }: ConstraintsFieldProps) {
  return (
    <ListField
      at={at}
      noun="constraint"
      optional
      empty="Nothing but what the actions need: at most so many, an order, never both, a budget."
      make={() => newConstraint('at-most', steps)}
      title={sentenceOf}
    >
      {(itemAt, item) => <ConstraintFields at={itemAt} item={item} steps={steps} />}
    </ListField>
  )
}

function sentenceOf(item: Json): string {
  // What is half typed may not be a constraint yet.
  const read = GoalConstraint.safeParse(item)
  return read.success ? describeConstraint(read.data) : 'constraint, not finished'
}

function newConstraint(type: string, steps: readonly string[]): Json {
  const [first = '', second = first] = steps
  switch (type) {
    case 'before':
      // oxlint-disable-next-line unicorn/no-thenable -- the document's own word, and never awaited
      return { type, first, then: second }
    case 'exclusive':
      return { type, steps: steps.slice(0, 2) }
    case 'budget':
      return { type, costUsd: 1 }
    default:
      return { type: 'at-most', steps: [...steps], count: 1 }
  }
}

function ConstraintFields({ at, item, steps }: { at: string; item: Json; steps: readonly string[] }) {
  return (
    <>
      <SelectField
        at={at}
        label="Rule"
        options={types}
        fromValue={(value) => textOf(value, 'type')}
        toValue={(type) => newConstraint(type, steps)}
      />
      <ConstraintDetails at={at} type={textOf(item, 'type')} steps={steps} />
    </>
  )
}

function ConstraintDetails({ at, type, steps }: { at: string; type: string; steps: readonly string[] }) {
  const options = steps.map((id) => ({ value: id, label: <code className="font-mono text-xs">{id}</code> }))
  switch (type) {
    case 'before':
      return (
        <div className="grid grid-cols-2 gap-2">
          <SelectField at={`${at}/first`} label="First" options={options} />
          <SelectField at={`${at}/then`} label="Then" options={options} />
        </div>
      )
    case 'exclusive':
      return <ChoicesField at={`${at}/steps`} label="Never two of" options={options} />
    case 'budget':
      return (
        <div className="grid grid-cols-3 gap-2">
          <NumberField at={`${at}/costUsd`} label="Cost, USD" optional placeholder="any" />
          <NumberField at={`${at}/risk`} label="Risk" optional placeholder="any" />
          <NumberField at={`${at}/steps`} label="Steps" integer optional placeholder="any" />
        </div>
      )
    default:
      return (
        <>
          <NumberField at={`${at}/count`} label="At most" integer />
          <ChoicesField at={`${at}/steps`} label="Of these" options={options} />
        </>
      )
  }
}
