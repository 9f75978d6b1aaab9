import type { ReactNode } from 'react'
import { Input } from '../../../ui/Input.tsx'
import { Textarea } from '../../../ui/Textarea.tsx'
import { useField } from '../useField.ts'
import { FieldFrame } from './FieldFrame.tsx'

type TextFieldProps = {
  at: string
  label: ReactNode
  help?: ReactNode
  /** Left out of the document when it is empty. */
  optional?: boolean
  multiline?: boolean
  code?: boolean
  placeholder?: string
}

/** A field of plain text. Every text is a value, so what is typed is in the document at once; the compiler says what is wrong with it. */
export function TextField({
  at,
  label,
  help,
  optional = false,
  multiline = false,
  code = false,
  placeholder,
}: TextFieldProps) {
  const field = useField(at)
  const control = {
    value: typeof field.value === 'string' ? field.value : '',
    onChange: (event: { target: { value: string } }) =>
      field.write(optional && event.target.value === '' ? undefined : event.target.value),
    onBlur: field.leave,
    ...(placeholder ? { placeholder } : {}),
    code,
  }
  return (
    <FieldFrame at={at} label={label} help={help} problems={field.problems}>
      {multiline ? <Textarea {...control} rows={2} /> : <Input {...control} />}
    </FieldFrame>
  )
}
