import { CelField } from '../fields/CelField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { checkRoots } from './roots.ts'

const directions = [
  { value: 'incoming', label: 'Incoming', hint: 'Text from outside that a model will read' },
  { value: 'outgoing', label: 'Outgoing', hint: 'Text that a model wrote and somebody will see' },
] as const

/** Which texts are scored, for what, and how much risk they may have. */
export function IntegrityFields({ at }: { at: string }) {
  return (
    <>
      <CelField
        at={`${at}/target`}
        label="Value to score"
        roots={checkRoots}
        help="Every text in it is looked at"
      />
      <SelectField at={`${at}/direction`} label="On its way" options={directions} />
      <NumberField
        at={`${at}/maxRisk`}
        label="Fails from a risk of"
        optional
        placeholder="0.5"
        help="0 to 1. One clear attempt to override instructions is 0.7 or more"
      />
    </>
  )
}
