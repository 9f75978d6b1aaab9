import type { Json } from '../../../../shared/json.ts'
import { type SchemaKind, schemaKind } from '../../model/editSchema.ts'
import { JsonField } from '../fields/JsonField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { WordsField } from '../fields/WordsField.tsx'
import { isObject } from '../items.ts'
import { useField } from '../useField.ts'
import { KindSelect } from './KindSelect.tsx'
import { SchemaProperties } from './SchemaProperties.tsx'

/** Deeper than this a schema is edited as JSON: the fields would have no room left. */
const deepest = 5

const formats = [
  { value: 'email', label: 'E-mail address' },
  { value: 'uri', label: 'Address (URI)' },
  { value: 'date-time', label: 'Date and time' },
  { value: 'date', label: 'Date' },
  { value: 'time', label: 'Time' },
  { value: 'duration', label: 'Duration' },
  { value: 'uuid', label: 'UUID' },
  { value: 'hostname', label: 'Host name' },
  { value: 'ipv4', label: 'IPv4 address' },
] as const

/** The fields of what a schema says besides its kind. */
export const schemaDetails = (at: string, schema: Json, depth: number) => (
  <SchemaDetails at={at} schema={schema} depth={depth} />
)

type SchemaDetailsProps = { at: string; schema: Json; depth: number }

/** What a schema says besides its kind. */
function SchemaDetails({ at, schema, depth }: SchemaDetailsProps) {
  const kind = schemaKind(schema)
  if (kind === null || depth > deepest) return <JsonField at={at} label="Schema" />
  return (
    <>
      <KindDetails at={at} kind={kind} depth={depth} />
      {isObject(schema) && <TextField at={`${at}/description`} label="Description" optional />}
    </>
  )
}

function KindDetails({ at, kind, depth }: { at: string; kind: SchemaKind; depth: number }) {
  switch (kind) {
    case 'string':
      return (
        <div className="grid grid-cols-2 gap-2">
          <SelectField at={`${at}/format`} label="Format" none="Any text" options={formats} />
          <TextField at={`${at}/pattern`} label="Pattern" optional code placeholder="^[A-Z]+$" />
        </div>
      )
    case 'number':
    case 'integer':
      return (
        <div className="grid grid-cols-2 gap-2">
          <NumberField at={`${at}/minimum`} label="At least" optional />
          <NumberField at={`${at}/maximum`} label="At most" optional />
        </div>
      )
    case 'enum':
      return <WordsField at={`${at}/enum`} label="Values" placeholder="gold, silver" help="With commas" />
    case 'array':
      return <ItemDetails at={`${at}/items`} depth={depth} />
    case 'object':
      return <SchemaProperties at={at} depth={depth} details={schemaDetails} />
    case 'boolean':
    case 'any':
      return null
  }
}

/** What each item of a list is. */
function ItemDetails({ at, depth }: { at: string; depth: number }) {
  const field = useField(at)
  const schema = field.value ?? {}
  return (
    <div data-field={at} className="flex flex-col gap-2">
      <div className="flex items-center gap-2 text-xs text-fg-2">
        <span className="shrink-0">Each item is</span>
        <KindSelect
          label="Type of each item"
          schema={schema}
          onChange={(next) => field.write(next, 'Changed the type')}
        />
      </div>
      {schemaKind(schema) !== 'any' && <SchemaDetails at={at} schema={schema} depth={depth + 1} />}
    </div>
  )
}
