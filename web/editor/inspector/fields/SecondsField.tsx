import type { ReactNode } from 'react'
import { secondsInWords } from '../../model/secondsInWords.ts'
import { useField } from '../useField.ts'
import { NumberField } from './NumberField.tsx'

type SecondsFieldProps = {
  at: string
  label: string
  help?: ReactNode
  optional?: boolean
  placeholder?: string
}

/** A number of seconds; from a minute on it also stands in minutes, hours or days. */
export function SecondsField({ label, ...rest }: SecondsFieldProps) {
  const { value } = useField(rest.at)
  const words = typeof value === 'number' && value >= 60 ? secondsInWords(value) : null
  return (
    <NumberField
      {...rest}
      label={`${label}, s`}
      aside={words === null ? undefined : <span className="tabular text-xs text-fg-3">= {words}</span>}
    />
  )
}
