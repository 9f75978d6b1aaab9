import type { CheckOf } from '../../../../shared/graph/nodes/check.ts'
import { CelField } from '../fields/CelField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SecondsField } from '../fields/SecondsField.tsx'
import { SwitchField } from '../fields/SwitchField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { WordsField } from '../fields/WordsField.tsx'
import { checkRoots } from './roots.ts'

/** What must be there, how much of it, what must be unique and how old it may be. */
export function QualityFields({ at, check }: { at: string; check: CheckOf<'quality'> }) {
  return (
    <>
      <CelField
        at={`${at}/target`}
        label="Value to check"
        roots={checkRoots}
        help="It has to be there: null and empty text fail"
      />
      <WordsField
        at={`${at}/required`}
        label="Required"
        placeholder="/id, /customer/email"
        help="JSON Pointers of what must be there; of a list, in each item"
      />
      {((check.required?.length ?? 0) > 0 || check.minComplete !== undefined) && (
        <NumberField
          at={`${at}/minComplete`}
          label="Share that must be there"
          optional
          placeholder="1"
          help="0 to 1 of what is required"
        />
      )}
      <SwitchField at={`${at}/unique`} label="No two items alike" whenOn="" help="The value has to be a list">
        <TextField
          at={`${at}/unique`}
          label="By"
          code
          placeholder="/id"
          help="JSON Pointer into each item; empty compares whole items"
        />
      </SwitchField>
      <SwitchField at={`${at}/fresh`} label="Not too old" whenOn={{ at: 'input.at', maxAgeSeconds: 3600 }}>
        <CelField
          at={`${at}/fresh/at`}
          label="Observed at"
          roots={checkRoots}
          help="A timestamp, RFC 3339 text, or milliseconds since 1970"
        />
        <SecondsField at={`${at}/fresh/maxAgeSeconds`} label="May be old" />
      </SwitchField>
    </>
  )
}
