import { PersonalDetector } from '../../../../shared/graph/nodes/personal.ts'
import type { TriggerNode } from '../../../../shared/graph/nodes/trigger.ts'
import { ChoicesField } from '../fields/ChoicesField.tsx'
import { SwitchField } from '../fields/SwitchField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { Section } from '../Section.tsx'

const detectorWords: Record<PersonalDetector, string> = {
  email: 'E-mail addresses',
  phone: 'Phone numbers',
  card: 'Card numbers',
  iban: 'IBANs',
  'national-id': 'National ids',
  ip: 'IP addresses',
  names: 'Names, addresses, birth dates (by field name)',
}
const detectors = PersonalDetector.options.map((value) => ({ value, label: detectorWords[value] }))

/** What runs log tokens for, besides the fields that schemas mark. */
export function PersonalSection({ node: { personal } }: { node: TriggerNode }) {
  return (
    <Section title="Personal data" aside={personal?.detect?.length ?? 0} open={personal !== undefined}>
      <SwitchField
        at="/personal"
        label="Keep personal data out of logs"
        whenOn={{ detect: [...PersonalDetector.options] }}
        help="Logs hold tokens; the values are encrypted under a key of each run. Fields marked x-pavane-personal are hidden in any case"
      >
        <div className="flex flex-col gap-3 border-l-2 border-line-2 pl-3">
          <ChoicesField
            at="/personal/detect"
            label="Look for"
            optional
            whenLeftOut={[]}
            options={detectors}
          />
          {personal?.detect?.includes('phone') && (
            <TextField
              at="/personal/country"
              label="Country of phone numbers"
              optional
              code
              help="Two letters, such as DE, for numbers without a country code"
            />
          )}
          <SwitchField
            at="/personal/join"
            label="Same token in all runs"
            whenOn
            help="Tells that two runs are about one person, and not about whom"
          />
        </div>
      </SwitchField>
    </Section>
  )
}
