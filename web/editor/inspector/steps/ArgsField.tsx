import { memberNames, memberOf, typeOfSchema } from '../../../../shared/expr/schemaType.ts'
import type { Json } from '../../../../shared/json.ts'
import { nodeOf } from '../../model/connect.ts'
import { pointerOf } from '../../model/jsonPointer.ts'
import { useEditor } from '../../store/EditorContext.ts'
import { JsonField } from '../fields/JsonField.tsx'
import { isObject } from '../items.ts'
import { useField } from '../useField.ts'
import { ValueField } from './ValueField.tsx'

type ArgsFieldProps = { at: string; action: string; roots: readonly string[] }

/** A step's arguments: a field for each that the action's schema names, else JSON. */
export function ArgsField({ at, action, roots }: ArgsFieldProps) {
  const schema = useEditor((state) => {
    const node = nodeOf(state.graph, action)
    return node?.kind === 'action' ? node.args : undefined
  })
  const { value } = useField(at)
  const type = schema ? typeOfSchema(schema) : null
  const names = type ? memberNames(type) : []
  if (!schema || !type || names.length === 0) {
    return (
      <JsonField
        at={at}
        label="Arguments"
        shape="object"
        optional
        roots={roots}
        help="Strings may hold {{ }}"
      />
    )
  }
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const properties = isObject(schema['properties']) ? schema['properties'] : {}
  const extra = isObject(value) ? Object.keys(value).filter((name) => !names.includes(name)) : []
  return (
    <div data-field={at} className="flex flex-col gap-2">
      {[...names, ...extra].map((name) => {
        const member = memberOf(type, name)
        return (
          <ValueField
            key={name}
            at={at + pointerOf(name)}
            label={name}
            kind={member.is === 'known' ? member.type.kind : null}
            help={extra.includes(name) ? 'Not in the action’s schema' : descriptionOf(properties[name])}
            required={required.includes(name)}
            roots={roots}
          />
        )
      })}
    </div>
  )
}

function descriptionOf(schema: Json | undefined): string | undefined {
  const description = isObject(schema) ? schema['description'] : undefined
  return typeof description === 'string' ? description : undefined
}
