import { useApi } from '../../app/useApi.ts'
import { Field } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import { ChosenNames } from '../ChosenNames.tsx'

type LoopsInputProps = { chosen: readonly string[]; onChange: (loops: readonly string[]) => void }

const more = ''

/** The only loops that a token reaches: all of them, until one is named. */
export function LoopsInput({ chosen, onChange }: LoopsInputProps) {
  const loops = useApi('listLoops', {})
  const others = (loops.data?.loops ?? []).map(({ name }) => name).filter((name) => !chosen.includes(name))
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Field
        label="Only for loops"
        className="w-64"
        help="Then nothing else can be reached: no list that spans loops, and no settings."
      >
        <Select
          value={more}
          placeholder={chosen.length === 0 ? 'All loops' : 'Name another'}
          disabled={others.length === 0}
          onValueChange={(name) => onChange([...chosen, name])}
          options={others.map((name) => ({ value: name, label: name }))}
        />
      </Field>
      <ChosenNames label="Loops that it reaches" names={chosen} onChange={onChange} className="pb-5" />
    </div>
  )
}
