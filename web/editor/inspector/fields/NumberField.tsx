import { type ReactNode, useState } from 'react'
import { Input } from '../../../ui/Input.tsx'
import { useField } from '../useField.ts'
import { FieldFrame } from './FieldFrame.tsx'

type NumberFieldProps = {
  at: string
  label: ReactNode
  help?: ReactNode
  optional?: boolean
  /** Shown while the field is left out: what counts instead. */
  placeholder?: string
  integer?: boolean
  /** Beside the label. */
  aside?: ReactNode
}

/** Why a text is not the number that a field wants; null when it is one. */
export function numberFault(text: string, integer: boolean): string | null {
  if (text.trim() === '') return 'Give a number'
  const number = Number(text)
  if (!Number.isFinite(number)) return 'This is not a number'
  return integer && !Number.isInteger(number) ? 'Give a whole number' : null
}

/** A field that holds a number. Text that is none stays in the field, marked, until it is one. */
export function NumberField({
  at,
  label,
  help,
  optional = false,
  placeholder,
  integer = false,
  aside,
}: NumberFieldProps) {
  const field = useField(at)
  // “1.” is the number 1 and on the way to 1.5: the text stays as typed until the field is left.
  const [typed, setTyped] = useState<string | null>(null)
  const own = typeof field.value === 'number' ? String(field.value) : ''
  const shown = field.text ?? (typed !== null && Number(typed) === field.value ? typed : own)
  const onChange = (text: string) => {
    setTyped(text)
    if (text.trim() === '' && optional) return field.write(undefined)
    const fault = numberFault(text, integer)
    if (fault) field.keep(text, fault)
    else field.write(Number(text))
  }
  return (
    <FieldFrame at={at} label={label} help={help} problems={field.problems} aside={aside}>
      <Input
        inputMode={integer ? 'numeric' : 'decimal'}
        className="tabular"
        value={shown}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
        onBlur={() => {
          setTyped(null)
          field.leave()
        }}
      />
    </FieldFrame>
  )
}
