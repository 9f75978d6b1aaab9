import { Field } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import { ChosenNames } from '../ChosenNames.tsx'

type NamesInputProps = {
  label: string
  help: string
  /** What an empty choice means, and what its first option is called. */
  any: string
  none: string
  /** What there is to choose from. */
  known: readonly string[]
  /** Null is any. */
  chosen: readonly string[] | null
  onChange: (names: readonly string[] | null) => void
}

/** Options that are no names: a name begins with a letter. */
const anyone = '*'
const nobody = '-'

/** Some names out of a list, or all, or none. */
export function NamesInput({ label, help, any, none, known, chosen, onChange }: NamesInputProps) {
  const others = known.filter((name) => !chosen?.includes(name))
  const change = (value: string) => {
    if (value === anyone) return onChange(null)
    onChange(value === nobody ? [] : [...(chosen ?? []), value])
  }
  const value = chosen === null ? anyone : chosen.length === 0 ? nobody : ''
  return (
    <div className="flex flex-col gap-1">
      <Field label={label} className="w-64" help={help}>
        <Select
          value={value}
          placeholder="Name another"
          onValueChange={change}
          options={[
            { value: anyone, label: any },
            { value: nobody, label: none },
            ...others.map((name) => ({ value: name, label: name })),
          ]}
        />
      </Field>
      {chosen !== null && <ChosenNames label={label} names={chosen} onChange={onChange} />}
    </div>
  )
}
