import type { ReactNode } from 'react'
import type { Json } from '../../../../shared/json.ts'
import { Select, type SelectOption } from '../../../ui/Select.tsx'
import { useField } from '../useField.ts'
import { FieldFrame } from './FieldFrame.tsx'

type SelectFieldProps = {
  at: string
  label: string
  help?: ReactNode
  options: readonly SelectOption[]
  /** The words for leaving the field out; without them it can't be. */
  none?: string
  placeholder?: string
  /** What picking an option writes; the option itself when left out. */
  toValue?: (option: string) => Json
  fromValue?: (value: Json | undefined) => string
  /** Only what is wrong with the field itself stands here: its members have fields of their own. */
  ownProblems?: boolean
}

const leftOut = 'left-out'

/** A field that holds one of a few values. One edit is one undo step. */
export function SelectField({
  at,
  label,
  help,
  options,
  none,
  placeholder,
  toValue,
  fromValue,
  ownProblems = false,
}: SelectFieldProps) {
  const field = useField(at, { deep: !ownProblems })
  const own = fromValue ? fromValue(field.value) : typeof field.value === 'string' ? field.value : ''
  const known = own === '' || options.some((option) => option.value === own)
  const all = [
    ...(none ? [{ value: leftOut, label: none }] : []),
    ...options,
    ...(known ? [] : [{ value: own, label: own, hint: 'not defined' }]),
  ]
  return (
    <FieldFrame at={at} label={label} help={help} problems={field.problems}>
      <Select
        value={own === '' && none ? leftOut : own}
        options={all}
        {...(placeholder ? { placeholder } : {})}
        onValueChange={(value) => {
          if (value === '') return
          field.write(
            value === leftOut ? undefined : toValue ? toValue(value) : value,
            `Changed ${label.toLowerCase()}`,
          )
        }}
      />
    </FieldFrame>
  )
}
