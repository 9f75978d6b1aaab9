import { Braces } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { schemaKind } from '../../model/editSchema.ts'
import { JsonField } from '../fields/JsonField.tsx'
import { useField } from '../useField.ts'
import { SampleButton } from './SampleButton.tsx'
import { schemaDetails } from './SchemaDetails.tsx'
import { SchemaProperties } from './SchemaProperties.tsx'

type SchemaFieldProps = { at: string; label: string; help?: ReactNode }

/** A JSON Schema of an object: as a list of its properties, or as JSON where that says more or somebody asks for it. */
export function SchemaField({ at, label, help }: SchemaFieldProps) {
  const field = useField(at, { deep: true })
  const [asked, setAsked] = useState(false)
  const heading = useId()
  const fits = field.value === undefined || schemaKind(field.value) === 'object'
  // Text that is no schema yet stays in sight, whatever was asked for.
  const isJson = asked || !fits || field.text !== null
  const aside = (
    <span className="ml-auto flex shrink-0 items-center">
      <SampleButton at={at} what={label} />
      <Button
        size="sm"
        variant="ghost"
        aria-pressed={isJson}
        disabled={!fits || field.text !== null}
        icon={<Braces aria-hidden />}
        onClick={() => setAsked(!asked)}
      >
        JSON
      </Button>
    </span>
  )
  if (isJson) return <JsonField at={at} label={label} shape="object" optional aside={aside} help={help} />
  return (
    <fieldset data-field={at} aria-labelledby={heading} className="flex min-w-0 flex-col gap-1">
      <div className="flex flex-wrap items-center gap-x-2">
        <span id={heading} className="shrink-0 text-xs font-medium text-fg-2">
          {label}
        </span>
        {aside}
      </div>
      <SchemaProperties at={at} depth={0} details={schemaDetails} />
      {help && <p className="text-xs text-fg-3">{help}</p>}
    </fieldset>
  )
}
