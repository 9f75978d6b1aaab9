import { propertyRoots } from '../../../../shared/compile/propertyScope.ts'
import type { Json } from '../../../../shared/json.ts'
import { uniqueId } from '../../model/uniqueId.ts'
import { CelField } from '../fields/CelField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { idsOf, textOf } from '../items.ts'

const newProperty = (items: readonly Json[]): Json => ({
  id: uniqueId('property', idsOf(items)),
  title: 'New property',
  holds: 'true',
})

const moments = [
  { value: 'always', label: 'After everything that happens' },
  { value: 'end', label: 'Once the run has ended' },
] as const

/** What the builder states about every run; “Prove” looks whether it holds. */
export function PropertiesField() {
  return (
    <ListField
      at="/properties"
      noun="property"
      make={newProperty}
      empty="A property is to hold in every run, whatever happens. “Prove” goes through all of them and shows one that breaks it."
      title={(item) => textOf(item, 'title')}
    >
      {(at) => (
        <>
          <TextField at={`${at}/title`} label="Title" />
          <TextField at={`${at}/id`} label="Id" code />
          <SelectField
            at={`${at}/at`}
            label="Has to hold"
            options={moments}
            fromValue={(value) => (value === 'end' ? 'end' : 'always')}
          />
          <CelField
            at={`${at}/holds`}
            label="Holds"
            roots={propertyRoots}
            help="CEL over run, steps, verdict, undone, standing and approvals"
          />
        </>
      )}
    </ListField>
  )
}
