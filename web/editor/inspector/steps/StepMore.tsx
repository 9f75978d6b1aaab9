import type { Json } from '../../../../shared/json.ts'
import { CelField } from '../fields/CelField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { SwitchField } from '../fields/SwitchField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { textOf } from '../items.ts'
import { ArgsField } from './ArgsField.tsx'

type Options = readonly { value: string; label: string }[]

/** Runs the step once for each member of a list. */
export function MapFields({ at, roots }: { at: string; roots: readonly string[] }) {
  return (
    <SwitchField
      at={at}
      label="For each member of a list"
      whenOn={{ over: 'input.items' }}
      help="Arguments and condition then read item and index; the output is the list of the outputs"
    >
      <div className="flex flex-col gap-3 border-l-2 border-line-2 pl-3">
        <CelField at={`${at}/over`} label="List" roots={roots} help="Looked at when the step’s turn comes" />
        <div className="grid grid-cols-2 gap-2">
          <NumberField at={`${at}/max`} label="At most" integer optional placeholder="100" />
          <NumberField at={`${at}/parallelism`} label="At once" integer optional placeholder="as the loop" />
        </div>
      </div>
    </SwitchField>
  )
}

type FallbackFieldsProps = { at: string; options: Options; roots: readonly string[] }

/** What is tried instead, in order, when the step failed for good. */
export function FallbackFields({ at, options, roots }: FallbackFieldsProps) {
  const first = options[0]?.value ?? ''
  const titleOf = (item: Json, index: number) => {
    const action = textOf(item, 'action')
    const label = options.find((option) => option.value === action)?.label ?? action
    return `${index + 1}. ${label || 'no action'}`
  }
  return (
    <div className="flex flex-col gap-1">
      <span className="text-xs font-medium text-fg-2">If it fails for good</span>
      <ListField
        at={at}
        noun="fallback"
        optional
        empty="Nothing is tried instead. What follows a fallback goes on with its output."
        make={() => ({ action: first })}
        title={titleOf}
      >
        {(itemAt, item) => (
          <>
            <SelectField at={`${itemAt}/action`} label="Do instead" options={options} />
            <ArgsField at={`${itemAt}/args`} action={textOf(item, 'action')} roots={roots} />
            <TextField at={`${itemAt}/why`} label="Why" optional />
          </>
        )}
      </ListField>
    </div>
  )
}
