import type { Json } from '../../../../shared/json.ts'
import { Select } from '../../../ui/Select.tsx'
import { type SchemaKind, schemaKind, schemaKinds, withKind } from '../../model/editSchema.ts'

const words = {
  string: 'Text',
  number: 'Number',
  integer: 'Integer',
  boolean: 'Yes or no',
  enum: 'One of',
  array: 'List',
  object: 'Object',
  any: 'Anything',
} as const satisfies Record<SchemaKind, string>

const options = schemaKinds.map((value) => ({ value, label: words[value] }))
const other = { value: 'other', label: 'See JSON', hint: 'It says more than these fields can' }

type KindSelectProps = { label: string; schema: Json; onChange: (schema: Json) => void }

/** What kind of value a schema describes. */
export function KindSelect({ label, schema, onChange }: KindSelectProps) {
  const kind = schemaKind(schema)
  return (
    <Select
      aria-label={label}
      value={kind ?? other.value}
      options={kind === null ? [...options, other] : options}
      onValueChange={(value) => {
        const next = schemaKinds.find((each) => each === value)
        if (next && next !== kind) onChange(withKind(schema, next))
      }}
    />
  )
}
