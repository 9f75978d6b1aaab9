import type { ReactNode } from 'react'
import { NumberField } from './NumberField.tsx'
import { SecondsField } from './SecondsField.tsx'
import { SwitchField } from './SwitchField.tsx'

type RateFieldProps = {
  at: string
  label: string
  /** What is counted: “Calls”. */
  what: string
  help?: ReactNode
}

/** So many in so many seconds, or no rate at all. */
export function RateField({ at, label, what, help }: RateFieldProps) {
  return (
    <SwitchField at={at} label={label} whenOn={{ count: 10, seconds: 60 }} help={help}>
      <div className="grid grid-cols-2 gap-2 border-l-2 border-line-2 pl-3">
        <NumberField at={`${at}/count`} label={what} integer />
        <SecondsField at={`${at}/seconds`} label="In" />
      </div>
    </SwitchField>
  )
}
