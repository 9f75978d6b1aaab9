import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Json } from '../../../../shared/json.ts'
import { Button } from '../../../ui/Button.tsx'
import { type SchemaProperty, schemaProperties, withProperties } from '../../model/editSchema.ts'
import { pointerOf } from '../../model/jsonPointer.ts'
import { uniqueId } from '../../model/uniqueId.ts'
import { useField } from '../useField.ts'
import { SchemaPropertyRow } from './SchemaPropertyRow.tsx'

type SchemaPropertiesProps = {
  at: string
  /** The schema that the properties are of lies so deep. */
  depth: number
  /** What else is known of a property: its schema, and where that stands. */
  details: (at: string, schema: Json, depth: number) => ReactNode
}

/** The properties of the schema at a place: added, renamed, made required and removed, each as one undo step. */
export function SchemaProperties({ at, depth, details }: SchemaPropertiesProps) {
  const field = useField(at)
  const properties = schemaProperties(field.value)
  const names = properties.map(({ name }) => name)
  const write = (next: SchemaProperty[], label: string) =>
    field.write(withProperties(field.value, next), label)
  const change = (index: number, over: Partial<SchemaProperty>, label: string) =>
    write(
      properties.map((each, place) => (place === index ? { ...each, ...over } : each)),
      label,
    )
  return (
    <div className="flex flex-col gap-1">
      {properties.length > 0 && (
        <ul className="flex flex-col gap-1">
          {properties.map((property, index) => (
            <SchemaPropertyRow
              // A name can change while its field has the focus.
              key={index}
              at={at + pointerOf('properties', property.name)}
              property={property}
              taken={names}
              change={(over, label) => change(index, over, label)}
              remove={() =>
                write(
                  properties.filter((_, place) => place !== index),
                  'Removed a property',
                )
              }
            >
              {details(at + pointerOf('properties', property.name), property.schema, depth + 1)}
            </SchemaPropertyRow>
          ))}
        </ul>
      )}
      <Button
        size="sm"
        variant={depth === 0 ? 'secondary' : 'ghost'}
        className="self-start"
        icon={<Plus aria-hidden />}
        onClick={() =>
          write(
            [
              ...properties,
              { name: uniqueId('property', names), schema: { type: 'string' }, required: false },
            ],
            'Added a property',
          )
        }
      >
        Add property
      </Button>
    </div>
  )
}
