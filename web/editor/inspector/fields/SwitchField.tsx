import type { ReactNode } from 'react'
import type { Json } from '../../../../shared/json.ts'
import { Switch } from '../../../ui/Switch.tsx'
import { useField } from '../useField.ts'
import { FieldFrame } from './FieldFrame.tsx'

type SwitchFieldProps = { at: string; label: string; help?: ReactNode; whenOn: Json; children?: ReactNode }

/** Puts an optional part of the document there, or takes it out; its fields stand below while it is there. */
export function SwitchField({ at, label, help, whenOn, children }: SwitchFieldProps) {
  const field = useField(at)
  const on = field.value !== undefined
  return (
    <div className="flex flex-col gap-3">
      <FieldFrame at={at} label={label} help={help} problems={field.problems} layout="row">
        <Switch
          checked={on}
          onCheckedChange={(next) =>
            field.write(next ? whenOn : undefined, `${next ? 'Set' : 'Removed'} ${label.toLowerCase()}`)
          }
        />
      </FieldFrame>
      {on && children}
    </div>
  )
}
