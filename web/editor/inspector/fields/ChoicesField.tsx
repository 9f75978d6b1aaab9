import type { ReactNode } from 'react'
import { useId } from 'react'
import type { Json } from '../../../../shared/json.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { useField } from '../useField.ts'

type ChoicesFieldProps = {
  at: string
  label: string
  help?: ReactNode
  options: readonly { value: string; label: ReactNode }[]
  /** Left out of the document when nothing is chosen. */
  optional?: boolean
  /** What counts as chosen while the field is left out. */
  whenLeftOut?: readonly string[]
}

/** Any number out of a few. */
export function ChoicesField({
  at,
  label,
  help,
  options,
  optional = false,
  whenLeftOut = [],
}: ChoicesFieldProps) {
  const field = useField(at, { deep: true })
  const id = useId()
  const chosen: readonly Json[] = Array.isArray(field.value) ? field.value : whenLeftOut
  const [problem] = field.problems
  const set = (value: string, on: boolean) => {
    const next = options
      .map((option) => option.value)
      .filter((each) => (each === value ? on : chosen.includes(each)))
    field.write(next.length === 0 && optional ? undefined : next, `Changed ${label.toLowerCase()}`)
  }
  return (
    <fieldset
      data-field={at}
      aria-describedby={help ? `${id}-help` : undefined}
      className="flex flex-col gap-1"
    >
      <legend className="mb-1 text-xs font-medium text-fg-2">{label}</legend>
      <div className="flex flex-wrap gap-x-4">
        {options.map((option) => (
          <span key={option.value} className="flex items-center gap-2">
            <Checkbox
              id={`${id}-${option.value}`}
              checked={chosen.includes(option.value)}
              onCheckedChange={(on) => set(option.value, on === true)}
            />
            <label htmlFor={`${id}-${option.value}`} className="text-sm">
              {option.label}
            </label>
          </span>
        ))}
      </div>
      {help && (
        <p id={`${id}-help`} className="text-xs text-fg-3">
          {help}
        </p>
      )}
      {problem && <p className="text-xs text-danger">{problem.message}</p>}
    </fieldset>
  )
}
