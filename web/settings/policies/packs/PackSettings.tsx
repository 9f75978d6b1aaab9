import { useState } from 'react'
import type { PackSetting, PackUse, PackVersion } from '../../../../shared/policy/packs/pack.ts'
import { Field } from '../../../ui/Field.tsx'
import { Input } from '../../../ui/Input.tsx'
import { withSetting } from './packEdits.ts'

type PackSettingsProps = { version: PackVersion; use: PackUse; onChange: (next: PackUse) => void }

/** The numbers of a pack that a workspace may set. */
export function PackSettings({ version, use, onChange }: PackSettingsProps) {
  return version.settings.map((setting) => (
    <NumberField
      key={setting.name}
      setting={setting}
      value={use.settings?.[setting.name] ?? setting.value}
      onChange={(value) => onChange(withSetting(use, version, setting.name, value))}
    />
  ))
}

type NumberFieldProps = { setting: PackSetting; value: number; onChange: (value: number) => void }

/** Keeps what is typed as it is, and passes on what is a number within the bounds. */
function NumberField({ setting, value, onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState(String(value))
  const { label, kind, min, max } = setting
  const isFine = fits(setting, typed)
  // What is given may change from outside, as when changes are discarded.
  const shown = isFine && Number(typed) !== value ? String(value) : typed
  return (
    <Field
      label={label}
      className="w-72"
      error={isFine ? undefined : `A ${kind === 'whole' ? 'whole ' : ''}number from ${min} to ${max}`}
    >
      <Input
        inputMode="decimal"
        value={shown}
        onChange={({ target }) => {
          setTyped(target.value)
          if (fits(setting, target.value)) onChange(Number(target.value))
        }}
      />
    </Field>
  )
}

function fits({ kind, min, max }: PackSetting, typed: string): boolean {
  const number = Number(typed)
  const isWithin = typed.trim() !== '' && number >= min && number <= max
  return isWithin && (kind === 'real' || Number.isInteger(number))
}
