import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'

type NameFieldProps = {
  /** Who refers to it by this name. */
  help: string
  placeholder: string
  name: string
  /** A name is for good: that of what exists is only shown. */
  fixed: boolean
  error: string | undefined
  onChange: (name: string) => void
}

/** The name of something that graphs refer to. */
export function NameField({ help, placeholder, name, fixed, error, onChange }: NameFieldProps) {
  return (
    <Field label="Name" className="w-48" help={help} error={error}>
      <Input
        code
        value={name}
        readOnly={fixed}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  )
}
