import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'

type WhyFieldProps = {
  why: string
  onChange: (why: string) => void
  className?: string
  /** Somebody else has to know. */
  required?: boolean
  error?: string | undefined
}

/** Why something is changed: said by whoever wants to, kept in the log of changes. */
export function WhyField({
  why,
  onChange,
  className = 'min-w-64 flex-1',
  required = false,
  error,
}: WhyFieldProps) {
  return (
    <Field
      label={required ? 'Why' : 'Why (optional)'}
      required={required}
      className={className}
      help="Kept in the log of changes."
      {...(error === undefined ? {} : { error })}
    >
      <Input value={why} maxLength={500} onChange={(event) => onChange(event.target.value)} />
    </Field>
  )
}

/** The reason for a request; left out where none was given. */
export function reasonIn(why: string): { reason?: string } {
  const reason = why.trim()
  return reason === '' ? {} : { reason }
}
